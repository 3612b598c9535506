// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The picture as SVG.
//!
//! Every node and line carries `data-*` attributes, so that a viewer can lead from the picture to the source, and a
//! tooltip. All coordinates are whole pixels.

mod legend;
mod shapes;
mod style;

use std::fmt::Write;

use self::{
    legend::Legend,
    shapes::{arrow, dot, path_data},
};
use super::{
    Area, Edge, EdgeKind, Graph, Node,
    escape::xml,
    layout::{
        EdgeLine, GroupBox, HEADER_HEIGHT, LABEL_SIZE, NodeBox, PortSpot, PortUse, Rect, SMALL_SIZE, Side, WIDEST_TEXT,
        layout,
        text::{fitted, width},
    },
};

/// The distance of the drawing from the edge of the picture.
const MARGIN: i64 = 24;
/// The height of the title with the space below it.
const TITLE_HEIGHT: i64 = 36;
const TITLE_SIZE: i64 = 16;
/// The space between the drawing and the legend.
const LEGEND_GAP: i64 = 28;

/// The graph as an SVG document.
///
/// Nodes never overlap, lines do not run through nodes, and the time is almost linear in the size of the picture.
#[must_use]
pub fn to_svg(graph: &Graph) -> String {
    let picture = layout(graph);
    let legend = Legend::new(graph, &picture);
    let title_height = if graph.title.is_empty() { 0 } else { TITLE_HEIGHT };
    let title = fitted(&graph.title, TITLE_SIZE, 900);
    let inner = picture.width.max(legend.width()).max(width(&title, TITLE_SIZE));
    let legend_top = MARGIN + title_height + picture.height + LEGEND_GAP;
    let (w, h) = (inner + 2 * MARGIN, legend_top + legend.height() + MARGIN);

    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{w}\" height=\"{h}\" viewBox=\"0 0 {w} {h}\" role=\"img\">\n"
    );
    let name = if graph.title.is_empty() { "assembly" } else { &graph.title };
    let _ = writeln!(out, "<title>{}</title>\n<style>\n{}</style>", xml(name), style::STYLE);
    let _ = writeln!(out, "<rect class=\"background\" width=\"{w}\" height=\"{h}\"/>");
    if !title.is_empty() {
        let _ = writeln!(out, "<text class=\"title\" x=\"{MARGIN}\" y=\"{}\">{}</text>", MARGIN + 14, xml(&title));
    }
    let left = MARGIN + (inner - picture.width) / 2;
    let _ = writeln!(out, "<g transform=\"translate({left} {})\">", MARGIN + title_height);
    for group in &picture.groups {
        write_group(&mut out, group);
    }
    for line in &picture.lines {
        write_edge(&mut out, graph, line);
    }
    for node in &picture.nodes {
        write_node(&mut out, graph, node);
    }
    for line in &picture.lines {
        write_label(&mut out, graph, line);
    }
    out.push_str("</g>\n");
    legend.write(&mut out, MARGIN, legend_top);
    out.push_str("</svg>\n");
    out
}

fn write_group(out: &mut String, group: &GroupBox) {
    let Rect { x, y, width, height } = group.rect;
    let name = fitted(group.area.name(), LABEL_SIZE, WIDEST_TEXT);
    let (class, what) = match group.area {
        Area::Composition(_) => ("group composition", "with what it is composed of"),
        Area::AddressSpace(_) => ("group", "one address space"),
    };
    let _ = writeln!(
        out,
        "<g class=\"{class}\" data-group=\"{full}\"><title>{full} ({what})</title>\
         <rect class=\"area\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"12\"/>\
         <text class=\"name\" x=\"{}\" y=\"{}\">{}</text></g>",
        x + 16,
        y + 20,
        xml(&name),
        full = xml(group.area.name()),
    );
}

fn write_node(out: &mut String, graph: &Graph, spot: &NodeBox) {
    let Some(node) = graph.nodes.get(spot.node) else { return };
    let Rect { x, y, width, height } = spot.rect;
    let _ = writeln!(
        out,
        "<g class=\"node is-{}\" data-node=\"{}\" data-type=\"{}\"><title>{}</title>",
        node.kind.word(),
        xml(&node.id),
        xml(&node.sublabel),
        xml(&node_tip(node)),
    );
    let _ = writeln!(out, "<rect class=\"box\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"8\"/>");
    let head = if spot.ports.is_empty() { height - 1 } else { HEADER_HEIGHT - 4 };
    let _ = writeln!(out, "{}", shapes::head(x + 1, y + 1, width - 2, head - 1, spot.ports.is_empty()));
    if !spot.ports.is_empty() {
        let _ = writeln!(out, "<path class=\"rule\" d=\"M{} {line}H{}\"/>", x + 1, x + width - 1, line = y + head);
    }
    let middle = x + width / 2;
    for (class, text, size, baseline) in
        [("name", &node.label, LABEL_SIZE, 19), ("type", &node.sublabel, SMALL_SIZE, 34)]
    {
        let _ = writeln!(
            out,
            "<text class=\"{class}\" x=\"{middle}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
            y + baseline,
            xml(&fitted(text, size, WIDEST_TEXT)),
        );
    }
    for port in &spot.ports {
        write_port(out, spot.rect, port);
    }
    out.push_str("</g>\n");
}

fn write_port(out: &mut String, rect: Rect, port: &PortSpot) {
    let (x, text_x, anchor) = match port.side {
        Side::Left => (rect.x, rect.x + 12, "start"),
        Side::Right => (rect.x + rect.width, rect.x + rect.width - 12, "end"),
    };
    let state = match port.row.state {
        PortUse::Connected => "",
        PortUse::Open => " open",
    };
    let _ = writeln!(
        out,
        "<g class=\"port {}{state}\" data-port=\"{}\">{}\
         <text class=\"port-name\" x=\"{text_x}\" y=\"{}\" text-anchor=\"{anchor}\">{}</text></g>",
        port.row.kind.word(),
        xml(&port.row.name),
        dot(port.row.kind, x, port.y),
        port.y + 4,
        xml(&fitted(&port.row.name, SMALL_SIZE, WIDEST_TEXT)),
    );
}

fn write_edge(out: &mut String, graph: &Graph, line: &EdgeLine) {
    let Some(edge) = graph.edges.get(line.edge) else { return };
    let data = path_data(&line.path);
    let _ = write!(
        out,
        "<g class=\"edge {}\" data-edge=\"{}\" data-connection=\"{}\" data-from=\"{}\" data-to=\"{}\"><title>{}</title>\
         <path class=\"hit\" d=\"{data}\"/><path class=\"line\" d=\"{data}\"/>",
        edge.kind.word(),
        xml(&edge.id),
        xml(&edge.label),
        xml(&format!("{}.{}", edge.from.node, edge.from.port)),
        xml(&format!("{}.{}", edge.to.node, edge.to.port)),
        xml(&edge_tip(edge)),
    );
    out.push_str(&arrow(edge.kind, line.path.end(), line.sides.1));
    out.push_str("</g>\n");
}

fn write_label(out: &mut String, graph: &Graph, line: &EdgeLine) {
    let (Some(edge), Some((x, y))) = (graph.edges.get(line.edge), line.label) else { return };
    let _ = writeln!(
        out,
        "<text class=\"label {}\" x=\"{x}\" y=\"{y}\" text-anchor=\"middle\" data-connection=\"{}\">{}</text>",
        edge.kind.word(),
        xml(&edge.label),
        xml(&fitted(&edge.label, SMALL_SIZE, WIDEST_TEXT)),
    );
}

fn node_tip(node: &Node) -> String {
    let mut tip = format!("{}: {} ({})", node.label, node.sublabel, node.kind.word());
    if let Some(Area::AddressSpace(group)) = node.areas.last() {
        let _ = write!(tip, "\nin the address space of {group}");
    }
    tip
}

fn edge_tip(edge: &Edge) -> String {
    let arrow = match edge.kind {
        EdgeKind::Procedure | EdgeKind::Event => "→",
        EdgeKind::Dataport | EdgeKind::Hardware => "↔",
    };
    format!(
        "{}: {}\n{}.{} {arrow} {}.{}",
        edge.label, edge.connector, edge.from.node, edge.from.port, edge.to.node, edge.to.port
    )
}
