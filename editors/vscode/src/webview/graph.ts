// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

/** The script of the page with the picture: shows what it is told, and tells what was clicked. */

import { type FromPage, type ToPage, zoomed } from '../graphPage';

declare function acquireVsCodeApi(): {
    postMessage(message: FromPage): void;
    getState(): { scale?: number } | undefined;
    setState(state: { scale?: number }): void;
};

const editor = acquireVsCodeApi();
const nonce = document.currentScript?.nonce ?? '';
const picture = part('picture');
const note = part('note');
/** What the user chose; until then, each picture is shown whole. */
let chosen = editor.getState()?.scale;
let scale = chosen ?? 1;

window.addEventListener('message', ({ data }: MessageEvent<ToPage>) => {
    note.textContent = data.kind === 'note' ? data.text : '';
    if (data.kind === 'picture') {
        show(data.svg);
    }
});

picture.addEventListener('click', ({ target }) => {
    tell(target);
});
picture.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') {
        tell(event.target);
    }
});
picture.addEventListener(
    'wheel',
    (event) => {
        if (event.ctrlKey) {
            event.preventDefault();
            choose(zoomed(scale, event.deltaY < 0 ? 1 : -1));
        }
    },
    { passive: false },
);
part('in').addEventListener('click', () => {
    choose(zoomed(scale, 1));
});
part('out').addEventListener('click', () => {
    choose(zoomed(scale, -1));
});
part('fit').addEventListener('click', () => {
    chosen = undefined;
    editor.setState({});
    zoom(whole(8));
});
window.addEventListener('resize', () => {
    zoom(chosen ?? whole());
});
new MutationObserver(colours).observe(document.body, { attributeFilter: ['class'] });
editor.postMessage({ kind: 'ready' });

/** Puts a picture in the place of the one before, scrolled as that was. */
function show(svg: string): void {
    // Before it is parsed: the parser asks the policy of the page, too.
    const styled = svg.replaceAll('<style>', `<style nonce="${nonce}">`);
    const { documentElement } = new DOMParser().parseFromString(styled, 'image/svg+xml');
    for (const part of documentElement.querySelectorAll('[data-node], g[data-connection]')) {
        part.setAttribute('tabindex', '0');
    }
    const { scrollLeft, scrollTop } = picture;
    picture.replaceChildren(document.adoptNode(documentElement));
    colours();
    zoom(chosen ?? whole());
    picture.scrollTo(scrollLeft, scrollTop);
}

/** The picture has colours for a dark desktop; what counts here is the theme of the editor. */
function colours(): void {
    const { classList } = document.body;
    const dark = classList.contains('vscode-dark') || classList.contains('vscode-high-contrast');
    const sheet = picture.querySelector('style')?.sheet;
    for (const rule of sheet?.cssRules ?? []) {
        if (rule instanceof CSSMediaRule) {
            rule.media.mediaText = dark ? 'all' : 'not all';
        }
    }
}

/** Keeps a scale for this picture and those that follow. */
function choose(to: number): void {
    chosen = to;
    editor.setState({ scale: to });
    zoom(to);
}

/** The scale at which all of the picture is seen; a small one is not made larger than `most` times. */
function whole(most = 1): number {
    const box = drawing()?.viewBox.baseVal;
    if (box === undefined) {
        return scale;
    }
    const fitting = Math.min(picture.clientWidth / box.width, picture.clientHeight / box.height);
    return zoomed(Math.min(most, fitting), 0);
}

function zoom(to: number): void {
    scale = to;
    const svg = drawing();
    const box = svg?.viewBox.baseVal;
    if (svg !== null && box !== undefined) {
        svg.setAttribute('width', String(box.width * scale));
        svg.setAttribute('height', String(box.height * scale));
    }
}

function tell(target: EventTarget | null): void {
    const found = target instanceof Element ? target.closest('[data-node], [data-connection]') : null;
    const instance = found?.getAttribute('data-node');
    const connection = found?.getAttribute('data-connection');
    if (instance) {
        editor.postMessage({ kind: 'instance', name: instance });
    } else if (connection) {
        editor.postMessage({ kind: 'connection', name: connection });
    }
}

function drawing(): SVGSVGElement | null {
    return picture.querySelector('svg');
}

function part(id: string): HTMLElement {
    const found = document.getElementById(id);
    if (found === null) {
        throw new Error(`the page has no ${id}`);
    }
    return found;
}
