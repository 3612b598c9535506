// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! From the output back to the files, and from the files to the output.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;
use text_size::{TextRange, TextSize};

use crate::outcome::{Include, MacroDefinition};
use crate::place::{BufferId, FileId, FileRange, Place, Span};
use crate::trace::{ExpansionId, Origin, OriginId, Trace};
use crate::writer::MappedToken;

/// The part that a token plays in an expansion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FrameRole {
    /// The token is in the macro's definition.
    Body,
    /// The token was handed to the macro as part of an argument.
    Argument,
}

/// One expansion that a token of the output went through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MacroFrame {
    /// The macro.
    pub name: SmolStr,
    /// The macro's name in its definition.
    pub definition: Place,
    /// The invocation, up to its `)`; in a definition's body, if another macro's body invokes it.
    pub invocation: Place,
    /// What the expansion put there: the token itself in the innermost frame, the inner invocation in others.
    pub spelling: Place,
    /// Whether the token was handed to the macro in an argument, or is from its definition. Where the token itself
    /// passed through neither, as with the body of an inner macro, this speaks of the inner invocation.
    pub role: FrameRole,
}

/// A token of the output and its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutputToken {
    /// Where it stands in the output.
    pub output: TextRange,
    /// Its place in a file: its own where it is written there, the outermost macro invocation's else.
    pub original: FileRange,
    /// Which of the two.
    pub role: Option<FrameRole>,
}

/// The places of all output tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpanMap {
    kind: MapKind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum MapKind {
    /// The output is the file.
    Identity(FileId),
    Mapped(Box<Mapped>),
}

/// What a run knows of its output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mapped {
    pub(crate) tokens: Vec<MappedToken>,
    /// The file of each file buffer.
    pub(crate) files: Vec<FileId>,
    pub(crate) trace: Trace,
    pub(crate) macros: Arc<[MacroDefinition]>,
    /// The directive of each include, and the include around it.
    pub(crate) includes: Vec<(FileRange, Option<u32>)>,
    /// Where in the output each inclusion begins or resumes.
    pub(crate) inclusion_marks: Vec<(u32, Option<u32>)>,
    /// The end of the primary file.
    pub(crate) end: FileRange,
}

impl Mapped {
    pub(crate) fn include_places(includes: &[Include]) -> Vec<(FileRange, Option<u32>)> {
        includes.iter().map(|it| (it.directive, it.parent)).collect()
    }
}

impl SpanMap {
    pub(crate) fn identity(file: FileId) -> Self {
        Self { kind: MapKind::Identity(file) }
    }

    pub(crate) fn mapped(mapped: Mapped) -> Self {
        Self { kind: MapKind::Mapped(Box::new(mapped)) }
    }

    /// Whether the output is the primary file, byte for byte.
    #[must_use]
    pub fn is_identity(&self) -> bool {
        matches!(self.kind, MapKind::Identity(_))
    }

    /// The place in a file of a range of the output. Where macros made it, that is their outermost invocation; where
    /// it spans files, the part in the file of its first token. An empty range maps to the end of the token before
    /// it if it touches that, else to the start of the next.
    #[must_use]
    pub fn original(&self, range: TextRange) -> FileRange {
        match &self.kind {
            MapKind::Identity(file) => FileRange::new(*file, range),
            MapKind::Mapped(mapped) => mapped.original(range),
        }
    }

    /// As [`Self::original`], and the [role](Self::role_at) of what stands at its start.
    #[must_use]
    pub fn original_with_role(&self, range: TextRange) -> (FileRange, Option<FrameRole>) {
        match &self.kind {
            MapKind::Identity(file) => (FileRange::new(*file, range), None),
            MapKind::Mapped(mapped) => {
                let first = mapped.first_behind(range.start());
                let role = mapped.token_near(first, range.start()).and_then(|it| mapped.role(it));
                (mapped.original_from(first, range), role)
            }
        }
    }

    /// The expansions that the token at an offset of the output went through, innermost first; none for a token of
    /// a file.
    #[must_use]
    pub fn expansion_stack(&self, offset: TextSize) -> Vec<MacroFrame> {
        match &self.kind {
            MapKind::Identity(_) => Vec::new(),
            MapKind::Mapped(mapped) => {
                mapped.token_at(offset).map(|token| mapped.frames(token.span, token.origin)).unwrap_or_default()
            }
        }
    }

    /// Whether macros had a part in the token at an offset of the output: nothing for a token of a file, `Argument` for
    /// one that the user wrote in an argument, `Body` for one that a definition or an operator made.
    #[must_use]
    pub fn role_at(&self, offset: TextSize) -> Option<FrameRole> {
        let mapped = self.as_mapped()?;
        mapped.role(mapped.token_at(offset)?)
    }

    /// Where the one token that makes up a range of the output stands letter by letter in the body of a macro; nothing for any other.
    #[must_use]
    pub fn in_body(&self, range: TextRange) -> Option<FileRange> {
        let mapped = self.as_mapped()?;
        let token = mapped.token_near(mapped.first_behind(range.start()), range.start())?;
        let is_it = output_range(token) == range && token.span.end - token.span.start == token.end - token.start;
        if !is_it || mapped.role(token) != Some(FrameRole::Body) {
            return None;
        }
        mapped.place(token.span).file()
    }

    /// The include directives that brought in the text at an offset of the output, innermost first.
    #[must_use]
    pub fn include_stack(&self, offset: TextSize) -> Vec<FileRange> {
        match &self.kind {
            MapKind::Identity(_) => Vec::new(),
            MapKind::Mapped(mapped) => mapped.include_stack(offset),
        }
    }

    /// What an offset of a file became: the tokens written there; where the offset is in a macro invocation but not
    /// in an argument that reached the output, all that the invocation made. Neighbours are joined.
    #[must_use]
    pub fn output_ranges(&self, file: FileId, offset: TextSize) -> Vec<TextRange> {
        match &self.kind {
            MapKind::Identity(identity) if *identity == file => vec![TextRange::empty(offset)],
            MapKind::Identity(_) => Vec::new(),
            MapKind::Mapped(mapped) => mapped.output_ranges(file, offset),
        }
    }

    /// All tokens of the output, in order; none for the identity, whose tokens are those of the file.
    pub fn tokens(&self) -> impl Iterator<Item = OutputToken> + '_ {
        let mapped = match &self.kind {
            MapKind::Identity(_) => None,
            MapKind::Mapped(mapped) => Some(mapped),
        };
        mapped.into_iter().flat_map(|mapped| {
            mapped.tokens.iter().map(|token| OutputToken {
                output: output_range(token),
                original: mapped.site(token),
                role: mapped.role(token),
            })
        })
    }

    pub(crate) fn as_mapped(&self) -> Option<&Mapped> {
        match &self.kind {
            MapKind::Identity(_) => None,
            MapKind::Mapped(mapped) => Some(mapped),
        }
    }
}

impl Mapped {
    fn original(&self, range: TextRange) -> FileRange {
        self.original_from(self.first_behind(range.start()), range)
    }

    /// The number of the first token that ends behind an offset.
    fn first_behind(&self, offset: TextSize) -> usize {
        self.tokens.partition_point(|it| it.end <= u32::from(offset))
    }

    /// The place of a range, where `first` is the first token that ends behind its start.
    fn original_from(&self, first: usize, range: TextRange) -> FileRange {
        let (start, end) = (u32::from(range.start()), u32::from(range.end()));
        let behind = self.tokens.get(first..).unwrap_or_default();
        let inside = behind.get(..behind.partition_point(|it| it.start < end)).unwrap_or_default();
        match (inside.first(), inside.last()) {
            (Some(first), Some(last)) if !range.is_empty() => {
                let (from, to) = (self.clipped(first, range), self.clipped(last, range));
                from.cover(to).unwrap_or(from)
            }
            _ => self.between(start, first),
        }
    }

    /// The place of an empty range, or of white space, where `next` is the first token that ends behind it.
    fn between(&self, offset: u32, next: usize) -> FileRange {
        let at_end = |place: FileRange| FileRange::new(place.file, TextRange::empty(place.range.end()));
        let previous = next.checked_sub(1).and_then(|index| self.tokens.get(index));
        if let Some(previous) = previous
            && previous.end == offset
        {
            return at_end(self.site(previous));
        }
        match self.tokens.get(next) {
            Some(token) => {
                let at = TextSize::new(offset.max(token.start));
                let place = self.clipped(token, TextRange::empty(at));
                FileRange::new(place.file, TextRange::empty(place.range.start()))
            }
            None => previous.map_or(self.end, |it| at_end(self.site(it))),
        }
    }

    /// The part of a token's place that stands for a part of its output, where both are the same text.
    fn clipped(&self, token: &MappedToken, range: TextRange) -> FileRange {
        let site = self.site(token);
        let same_text = token.end - token.start == token.span.end - token.span.start;
        if !same_text || !self.trace.is_written_in_source(token.origin) {
            return site;
        }
        let length = token.end - token.start;
        let from = u32::from(range.start()).saturating_sub(token.start).min(length);
        let to = u32::from(range.end()).saturating_sub(token.start).clamp(from, length);
        let base = site.range.start();
        FileRange::new(site.file, TextRange::new(base + TextSize::new(from), base + TextSize::new(to)))
    }

    fn site(&self, token: &MappedToken) -> FileRange {
        let span = self.trace.use_site(token.span, token.origin);
        self.place(span).file().unwrap_or(self.end)
    }

    fn role(&self, token: &MappedToken) -> Option<FrameRole> {
        match self.trace.origin(token.origin) {
            Origin::Source => None,
            _ if self.trace.is_written_in_source(token.origin) => Some(FrameRole::Argument),
            _ => Some(FrameRole::Body),
        }
    }

    fn place(&self, span: Span) -> Place {
        match span.buffer {
            BufferId::MADE => Place::Made,
            BufferId::PREDEFINED => Place::Predefined,
            BufferId::COMMAND_LINE => Place::CommandLine(span.range()),
            BufferId(number) => number
                .checked_sub(BufferId::FIRST_FILE)
                .and_then(|index| self.files.get(index as usize))
                .map_or(Place::Made, |&file| Place::File(FileRange::new(file, span.range()))),
        }
    }

    fn token_at(&self, offset: TextSize) -> Option<&MappedToken> {
        self.token_near(self.first_behind(offset), offset)
    }

    /// The token at an offset, where `first` is the first that ends behind it.
    fn token_near(&self, first: usize, offset: TextSize) -> Option<&MappedToken> {
        let offset = u32::from(offset);
        let token = self.tokens.get(first).filter(|it| it.start <= offset);
        // At the end of a token, that token.
        token.or_else(|| first.checked_sub(1).and_then(|it| self.tokens.get(it)).filter(|it| it.end == offset))
    }

    fn frames(&self, span: Span, origin: OriginId) -> Vec<MacroFrame> {
        let mut frames = Vec::new();
        let mut spelling = self.place(span);
        for (id, role) in self.expansions_of(origin) {
            let Some(expansion) = self.trace.expansion(id) else { continue };
            let Some(definition) = self.macros.get(expansion.definition as usize) else { continue };
            let invocation = self.place(expansion.call);
            frames.push(MacroFrame {
                name: definition.name.clone(),
                definition: definition.place,
                invocation,
                spelling,
                role,
            });
            spelling = invocation;
        }
        frames
    }

    /// The expansions behind an origin, innermost first, each once.
    fn expansions_of(&self, origin: OriginId) -> Vec<(ExpansionId, FrameRole)> {
        let mut seen = FxHashSet::default();
        let mut found = Vec::new();
        self.collect_expansions(origin, &mut seen, &mut found, 0);
        let own_roles = self.own_roles(origin);
        for (expansion, role) in &mut found {
            *role = own_roles.get(expansion).copied().unwrap_or(*role);
        }
        found
    }

    /// The expansions through which the token itself came, from argument to argument, back to where it is written.
    fn own_roles(&self, mut origin: OriginId) -> FxHashMap<ExpansionId, FrameRole> {
        let mut roles = FxHashMap::default();
        loop {
            match self.trace.origin(origin) {
                Origin::Source => return roles,
                Origin::Body(expansion) => {
                    roles.insert(expansion, FrameRole::Body);
                    return roles;
                }
                Origin::Argument { expansion, before } => {
                    roles.insert(expansion, FrameRole::Argument);
                    origin = before;
                }
            }
        }
    }

    /// A token of an argument has a past of its own, before the expansion that took the argument; what that
    /// past shares with the callers of the expansion is listed with them.
    fn collect_expansions(
        &self,
        origin: OriginId,
        seen: &mut FxHashSet<ExpansionId>,
        found: &mut Vec<(ExpansionId, FrameRole)>,
        depth: usize,
    ) {
        const DEPTH_AT_MOST: usize = 64;
        let mut chain = Vec::new();
        let mut current = origin;
        while let Some(expansion) = self.trace.innermost(current)
            && seen.insert(expansion)
        {
            chain.push((expansion, self.trace.origin(current)));
            let Some(expansion) = self.trace.expansion(expansion) else { break };
            current = expansion.caller;
        }
        for (expansion, origin) in chain {
            let role = match origin {
                Origin::Argument { before, .. } => {
                    if depth < DEPTH_AT_MOST {
                        self.collect_expansions(before, seen, found, depth + 1);
                    }
                    FrameRole::Argument
                }
                Origin::Source | Origin::Body(_) => FrameRole::Body,
            };
            found.push((expansion, role));
        }
    }

    fn include_stack(&self, offset: TextSize) -> Vec<FileRange> {
        // A mark stands where the last token of the inclusion before it ended; the text behind is the new one's.
        let token = self.token_at(offset).map_or(u32::from(offset), |it| it.start);
        let index = self.inclusion_marks.partition_point(|&(at, _)| at <= token);
        let mut current = index.checked_sub(1).and_then(|it| self.inclusion_marks.get(it)).and_then(|it| it.1);
        let mut stack = Vec::new();
        while let Some(&(directive, parent)) = current.and_then(|it| self.includes.get(it as usize)) {
            stack.push(directive);
            // A parent always comes before; the check keeps a wrong one from looping.
            current = parent.filter(|&it| Some(it) < current);
        }
        stack
    }

    fn output_ranges(&self, file: FileId, offset: TextSize) -> Vec<TextRange> {
        let mut written: Vec<TextRange> = Vec::new();
        let mut made: Vec<TextRange> = Vec::new();
        for token in &self.tokens {
            let site = self.site(token);
            if site.file != file || !site.range.contains_inclusive(offset) {
                continue;
            }
            if self.trace.is_written_in_source(token.origin) {
                written.push(output_range(token));
            } else {
                let range = output_range(token);
                match made.last_mut() {
                    // Only white space lies between, if the tokens are neighbours.
                    Some(last) if range.start() <= last.end() + TextSize::new(1) => *last = last.cover(range),
                    _ => made.push(range),
                }
            }
        }
        if written.is_empty() { made } else { written }
    }

    /// The outermost expansion whose invocation holds an offset of a file, with the output that it made.
    pub(crate) fn invocation_at(&self, file: FileId, offset: TextSize) -> Option<Invocation> {
        let expansions = self.trace.expansions().iter().enumerate();
        let (index, expansion) =
            expansions.filter(|(_, expansion)| expansion.caller == OriginId::SOURCE).find(|(_, expansion)| {
                self.place(expansion.call)
                    .file()
                    .is_some_and(|it| it.file == file && it.range.contains_inclusive(offset))
            })?;
        let id = ExpansionId(u32::try_from(index).ok()?);
        let mut output: Option<TextRange> = None;
        for token in self.tokens.iter().filter(|it| self.trace.root_of(it.origin) == Some(id)) {
            let range = output_range(token);
            output = Some(output.map_or(range, |it| it.cover(range)));
        }
        let definition = self.macros.get(expansion.definition as usize)?;
        Some(Invocation { definition: definition.clone(), range: self.place(expansion.call).file()?, output })
    }
}

/// A macro invocation written in a file.
#[derive(Debug)]
pub(crate) struct Invocation {
    pub(crate) definition: MacroDefinition,
    pub(crate) range: FileRange,
    pub(crate) output: Option<TextRange>,
}

fn output_range(token: &MappedToken) -> TextRange {
    TextRange::new(TextSize::new(token.start), TextSize::new(token.end))
}
