//! Looking for a place that has a name: a worker goes through the headings, and through the text.
//!
//! While the document is being read the place may be still to come. It is then looked for again whenever a
//! good part more has been parsed.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use regex::Regex;

use super::target::{Named, Target, footnote_referred_to};
use crate::app::here::Here;
use crate::app::jobs::{Job, Text};
use crate::app::places::{Purpose, Sought, first_words};
use crate::app::positions::Visitor;
use crate::app::searches::text;
use crate::app::travel::Awaited;
use crate::app::typeset::Typeset;
use crate::app::{App, Effect};
use crate::document::position::offset;
use crate::document::{InlineStyle, LeafKind, Outline, Parse, Place, Segment, SegmentId, Span, TextPos};
use crate::text::shorten;

/// A named place that the reader waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::app) struct AwaitedName {
    named: Named,
    /// Whether going there will be a jump from where the reader is.
    pub(in crate::app) is_jump: bool,
    /// Where else to go where it is not in the text.
    otherwise: Option<Place>,
    /// The number of the latest lookup.
    number: u64,
    /// How many segments were parsed when it began.
    n_parsed: usize,
    answer: Answer,
}

impl AwaitedName {
    /// One of a reference to a footnote, found at a place behind another one that is there too.
    #[cfg(test)]
    pub(in crate::app) fn found(at: TextPos) -> Self {
        let named = Named::Reference { label: "1".to_owned(), after: Some(at) };
        Self { named, is_jump: true, otherwise: None, number: 1, n_parsed: 0, answer: Answer::Here(at) }
    }

    /// Shows every position that is kept to `visit`, which may change it.
    pub(in crate::app) fn visit_positions(&mut self, visit: Visitor<'_>) {
        if let Named::Reference { after: Some(after), .. } = &mut self.named {
            visit(after);
        }
        if let Answer::Here(at) = &mut self.answer {
            visit(at);
        }
    }
}

/// What is known of the place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    /// A worker is looking for it.
    Pending,
    /// It is here.
    Here(TextPos),
    /// It is not in what was parsed.
    Missing,
}

/// What a worker looks for, and where.
pub struct Lookup {
    named: Named,
    outline: Outline,
    parser: Arc<dyn Parse>,
    /// What was parsed of the text.
    segments: Vec<(SegmentId, Text)>,
    number: u64,
    /// The number of the latest lookup. An earlier one ends by itself.
    latest: Arc<AtomicU64>,
}

impl Lookup {
    /// The lookup's number.
    pub(in crate::app) fn number(&self) -> u64 {
        self.number
    }

    /// Where the place is.
    pub(in crate::app) fn find(self) -> Option<TextPos> {
        if let Named::Anchor(name) = &self.named
            && let Some(heading) = self.outline.anchored(name)
        {
            return Some(heading);
        }
        let Self { named, parser, number, latest, .. } = self;
        let tag = if let Named::Anchor(name) = &named { tag_named(name) } else { None };
        let is_wanted = || latest.load(Ordering::Relaxed) == number;
        let segments = self.segments.into_iter().take_while(|_| is_wanted());
        let mut segments = segments.map(|(id, text)| (id, text.segment(parser.as_ref())));
        if let Named::Reference { label, after } = &named {
            let places = segments.flat_map(|(id, segment)| {
                references_in(&segment, label).into_iter().map(move |at| TextPos::new(id, at))
            });
            return next_behind(places, *after);
        }
        segments
            .find_map(|(id, segment)| named.offset_in(&segment, tag.as_ref()).map(|at| TextPos::new(id, at)))
    }
}

impl Named {
    /// Where in a segment the place is, where it is no heading. An anchor is looked for as a `tag`.
    fn offset_in(&self, segment: &Segment, tag: Option<&Regex>) -> Option<u32> {
        let mut leaves = 0..segment.leaves().len();
        match self {
            // Of references all are looked through.
            Self::Top | Self::Reference { .. } => None,
            Self::Anchor(_) => {
                let mut tags = tag?.find_iter(segment.text()).map(|found| offset(found.start()));
                tags.find(|&at| is_html(segment, at))
            }
            Self::Footnote(label) => {
                let is_it =
                    |&leaf: &usize| segment.footnote_label(leaf).is_some_and(|other| is_same(other, label));
                leaves.find(is_it).map(|leaf| segment.leaf_span(leaf).start)
            }
        }
    }
}

/// Where the references to a footnote begin in a segment, in order.
fn references_in(segment: &Segment, label: &str) -> Vec<u32> {
    let leaves = 0..segment.leaves().len();
    let links = leaves.flat_map(|leaf| segment.links(segment.leaf_span(leaf)));
    let references = links.filter(|(span, link)| {
        let destination = segment.string(link.destination);
        footnote_referred_to(segment, *span, destination).is_some_and(|other| is_same(other, label))
    });
    references.map(|(span, _)| span.start).collect()
}

/// The first of places in order that is behind one; the first of all where none is.
fn next_behind(places: impl Iterator<Item = TextPos>, after: Option<TextPos>) -> Option<TextPos> {
    let mut first = None;
    for at in places {
        if after.is_none_or(|after| at > after) {
            return Some(at);
        }
        first.get_or_insert(at);
    }
    first
}

/// Whether two labels are those of one footnote.
pub(super) fn is_same(one: &str, other: &str) -> bool {
    let folded = |label: &str| -> String {
        label.split_whitespace().flat_map(str::chars).flat_map(char::to_lowercase).collect()
    };
    folded(one) == folded(other)
}

/// What finds a tag that has this name for its `id` or `name`. None where the name is too long for one.
fn tag_named(name: &str) -> Option<Regex> {
    let name = regex::escape(name);
    Regex::new(&format!(r#"(?i:<[a-z][^<>]*\s(?:id|name)\s*=\s*)(?:"{name}"|'{name}'|{name}[\s/>])"#)).ok()
}

/// Whether the text at `at` is a tag, as it was written.
fn is_html(segment: &Segment, at: u32) -> bool {
    let leaf = segment.leaves().get(segment.leaf_at(at));
    let styled = segment.styled(Span::new(at, at.saturating_add(1))).next();
    leaf.is_some_and(|leaf| leaf.kind == LeafKind::HtmlBlock)
        || styled.is_some_and(|part| part.style.contains(InlineStyle::HTML))
}

impl Typeset {
    /// Whether a good part more was parsed since a place was looked for.
    fn is_worth_a_look(&self, seeking: &AwaitedName) -> bool {
        let (before, now) = (seeking.n_parsed, self.document.n_parsed());
        now > before && (self.document.has_parsed_present() || now > before + before / 4)
    }
}

impl Here {
    /// Takes what a worker found. It is gone there when all that has come is looked at.
    pub(in crate::app) fn located(&mut self, number: u64, at: Option<TextPos>) {
        if let Some(Awaited::Named(seeking)) = self.awaited_mut()
            && seeking.number == number
        {
            seeking.answer = at.map_or(Answer::Missing, Answer::Here);
        }
    }
}

impl App {
    /// Goes to a named place of this text, as soon as it is known where that is.
    pub(super) fn go_to_named(&mut self, named: Named) {
        self.look_up(named, true, None);
    }

    /// Has a worker look for a named place. Where it is not in the text, the reader goes to another one, if there is.
    pub(in crate::app) fn look_up(&mut self, named: Named, is_jump: bool, otherwise: Option<Place>) {
        let (number, latest) = self.here.begin_lookup();
        let document = &self.text.document;
        let ids = (0..document.n_segments()).map(SegmentId::from_index).filter(|&id| document.is_parsed(id));
        let lookup = Lookup {
            named: named.clone(),
            outline: document.outline().clone(),
            parser: document.parser(),
            segments: ids.filter_map(|id| Some((id, text(document, id)?))).collect(),
            number,
            latest,
        };
        let n_parsed = document.n_parsed();
        self.effects.push(Effect::Spawn(Job::LookUp(lookup)));
        let seeking = AwaitedName { named, is_jump, otherwise, number, n_parsed, answer: Answer::Pending };
        self.here.wait_for(Awaited::Named(Box::new(seeking)));
    }

    /// Goes to the place, or looks for it again where more of the text is known by now.
    pub(in crate::app) fn resume_lookup(&mut self, seeking: AwaitedName) {
        match seeking.answer {
            Answer::Here(at) => self.arrive(&seeking.named, at),
            Answer::Missing if self.text.is_worth_a_look(&seeking) => {
                self.look_up(seeking.named, seeking.is_jump, seeking.otherwise);
            }
            Answer::Missing if self.text.document.has_parsed_present() => {
                let so_far = if self.text.document.has_parsed_all() { "" } else { " so far" };
                if let Some(place) = seeking.otherwise {
                    let is_changed = self.book.coming_back.is_changed();
                    self.go_to_place(Sought { place, is_changed, purpose: Purpose::Return });
                }
                self.notify(format!("{} is not in this text{so_far}", Target::Inside(seeking.named).words()));
            }
            Answer::Missing | Answer::Pending => {
                if seeking.answer == Answer::Missing {
                    let name = Target::Inside(seeking.named.clone()).words();
                    self.notify(format!("looking for {name} …"));
                }
                self.here.wait_for(Awaited::Named(Box::new(seeking)));
            }
        }
    }

    /// Says where a link has led: the page may show that place already, and not be moved.
    fn tell_of_arrival(&mut self, at: TextPos) {
        /// Columns of the words that stand there.
        const ROOM: usize = 40;
        let words = self.text.document.demand(at.segment).map(|segment| words_shown(&segment, at.offset));
        if let Some(words) = words.filter(|words| !words.is_empty()) {
            self.notify(format!("gone to “{}”", shorten(&words, ROOM)));
        }
    }

    /// Goes to a named place that was found: a heading comes to the top, as others do, and a footnote or a
    /// reference to one is brought into view, with the way back in focus.
    fn arrive(&mut self, named: &Named, at: TextPos) {
        self.notices.end();
        match named {
            Named::Top | Named::Anchor(_) => {
                self.show_section_at(at);
                self.tell_of_arrival(at);
            }
            Named::Footnote(_) => self.focus(at),
            Named::Reference { label, .. } => self.lead_to_reference(label, at),
        }
    }
}

/// The first words from an offset on in its block; or else those of the block, or of the one below, without tags.
fn words_shown(segment: &Segment, at: u32) -> String {
    let leaf = segment.leaf_at(at);
    let (around, below) = (segment.leaf_span(leaf), segment.leaf_span(leaf + 1));
    let from = |start: u32, span: Span| first_words(&text_shown(segment, Span::new(start, span.end)));
    let words = [from(at.max(around.start), around), from(around.start, around), from(below.start, below)];
    words.into_iter().find(|words| !words.is_empty()).unwrap_or_default()
}

/// The text in a span without its tags.
fn text_shown(segment: &Segment, span: Span) -> String {
    let kind = segment.leaves().get(segment.leaf_at(span.start)).map(|leaf| leaf.kind);
    if kind == Some(LeafKind::HtmlBlock) {
        let parts = segment.slice(span).split('<').enumerate();
        let behind_tag =
            |part: &'_ str| part.split_once('>').map_or(String::new(), |(_, text)| text.to_owned());
        return parts.map(|(at, part)| if at == 0 { part.to_owned() } else { behind_tag(part) }).collect();
    }
    let parts = segment.styled(span).filter(|part| !is_html(segment, part.span.start));
    parts.map(|part| segment.slice(part.span)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::SegmentBuilder;

    #[test]
    fn anchors_are_attributes_of_tags() {
        let mut builder = SegmentBuilder::new(0);
        let html = "<p>\n<A class=x ID='one'></a> <a name=two> <b data-id=\"three\"> <a id = \"a b\">";
        builder.leaf(LeafKind::HtmlBlock, 0..1, html);
        builder.leaf(LeafKind::Paragraph, 0..1, "id=\"five\"");
        let segment = builder.finish(0);
        for (name, expected) in [
            ("one", Some("<A")),
            ("two", Some("<a name")),
            ("on", None),
            ("ne", None),
            ("three", None),
            ("a b", Some("<a id = ")),
            ("five", None),
        ] {
            let (named, tag) = (Named::Anchor(name.to_owned()), tag_named(name));
            let at = named.offset_in(&segment, tag.as_ref());
            let found = at.and_then(|at| segment.text().get(at as usize..));
            assert_eq!(found.is_some(), expected.is_some(), "{name}");
            assert!(found.is_none_or(|found| found.starts_with(expected.unwrap())), "{name}: {found:?}");
        }
    }

    #[test]
    fn labels_are_the_same_in_any_case() {
        assert!(is_same("Note  ONE", "note one") && is_same("Ä", "ä") && !is_same("1", "2"));
    }
}
