//! What the reader noted on a document, as Markdown: the headings that lead to it, what is highlighted as a
//! block quote, and his note below.
//!
//! The notes are put together as a text of their own, which is then written as any other.

use super::Whole;
use super::markdown::{Reader, of_segment};
use super::quoted::quote;
use crate::document::quotation::find_all;
use crate::document::{
    Color, ContainerKind, InlineStyle, LeafKind, Note, Quotation, SectionId, SegmentBuilder, SegmentId,
    TextPos,
};

/// The lowest level of a heading in Markdown.
const LOWEST: u8 = 6;

/// Writes notes in the order of the text, and behind them those whose words are not in it any more.
pub fn markdown(whole: &Whole, notes: Vec<Note>, reader: Reader) -> String {
    let document = &whole.document;
    let quotations: Vec<Quotation> = notes.iter().map(|note| note.quotation.clone()).collect();
    let mut segments = |id: SegmentId| document.segment(id).cloned();
    let segment_at = |at| document.segment_of_source(at);
    let places = find_all(&quotations, document.n_segments(), segment_at, &mut segments, || true);
    let (mut found, mut lost) = (Vec::new(), Vec::new());
    for (note, place) in notes.into_iter().zip(places) {
        match place {
            Some(place) => found.push((place, note)),
            None => lost.push(note),
        }
    }
    found.sort_by_key(|(place, note)| (place.start, place.end, note.id));
    let mut writing = Writing::new(whole);
    for (place, note) in found {
        writing.lead_to(place.start);
        quote(&mut writing.builder, &mut segments, &place);
        writing.note(&note);
    }
    writing.lost(&lost);
    of_segment(&writing.builder.finish(0), reader)
}

/// The notes as they are put together.
struct Writing<'a> {
    whole: &'a Whole,
    builder: SegmentBuilder,
    /// The sections that the last note stands in, the outermost first.
    path: Vec<SectionId>,
    /// Whether the title is written.
    has_title: bool,
}

impl<'a> Writing<'a> {
    fn new(whole: &'a Whole) -> Self {
        Self { whole, builder: SegmentBuilder::new(0), path: Vec::new(), has_title: false }
    }

    /// Writes the title, if that was not done.
    fn title(&mut self) {
        if !std::mem::replace(&mut self.has_title, true) {
            self.builder.leaf(LeafKind::Heading(1), 0..0, self.whole.document.title());
        }
    }

    /// Writes the headings that lead to a place and did not lead to the one before.
    fn lead_to(&mut self, place: TextPos) {
        let outline = self.whole.document.outline();
        // What stands before a title in the text does so here.
        if outline.root().is_none_or(|root| root.start <= place) {
            self.title();
        }
        let mut path = outline.at(place).map(|id| outline.path(id)).unwrap_or_default();
        // The title of the whole is written already.
        path.retain(|&id| outline.root().is_none() || id != SectionId(0));
        let n_same = path.iter().zip(&self.path).take_while(|(one, other)| one == other).count();
        for (level, &id) in (2..).zip(&path).skip(n_same) {
            let title = outline.get(id).map_or("", |section| &section.title);
            self.builder.leaf(LeafKind::Heading(u8::min(level, LOWEST)), 0..0, title);
        }
        self.path = path;
    }

    /// Writes what the reader says, below what he says it of.
    fn note(&mut self, note: &Note) {
        let is_colored = note.color != Color::default();
        if !is_colored && note.text.is_empty() {
            return;
        }
        self.builder.begin(LeafKind::Paragraph, 0..0);
        if is_colored {
            self.builder.style(InlineStyle::EMPHASIS, None);
            self.builder.text(note.color.name());
            self.builder.style(InlineStyle::empty(), None);
            self.builder.text(if note.text.is_empty() { "" } else { ": " });
        }
        let mut paragraphs = note.text.split("\n\n");
        self.builder.text(paragraphs.next().unwrap_or_default());
        for paragraph in paragraphs {
            self.builder.leaf(LeafKind::Paragraph, 0..0, paragraph);
        }
    }

    fn lost(&mut self, notes: &[Note]) {
        if !notes.is_empty() {
            self.title();
            self.builder.leaf(LeafKind::Heading(2), 0..0, "Not in the text any more");
        }
        for note in notes {
            self.builder.open(ContainerKind::BlockQuote(None), 0..0);
            self.builder.leaf(LeafKind::Paragraph, 0..0, &note.quotation.words);
            self.builder.close();
            self.note(note);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::tests::whole;

    fn note(words: &str, color: Color, text: &str) -> Note {
        let quotation = Quotation { words: words.to_owned(), ..Quotation::default() };
        Note { quotation, color, text: text.to_owned(), ..Note::default() }
    }

    fn written(notes: Vec<Note>) -> String {
        let text = whole(|builder| {
            builder.leaf(LeafKind::Heading(1), 0..1, "A title");
            builder.leaf(LeafKind::Paragraph, 1..2, "The first words of the text.");
            builder.leaf(LeafKind::Heading(2), 2..3, "One *");
            builder.leaf(LeafKind::Heading(3), 3..4, "Deep");
            builder.leaf(LeafKind::Paragraph, 4..5, "# Not a heading of the text\n> nor a quote");
            builder.leaf(LeafKind::Paragraph, 5..6, "Another paragraph, of [words].");
            builder.leaf(LeafKind::Heading(2), 6..7, "Two");
            builder.leaf(LeafKind::Paragraph, 7..8, "These are the last words of the text.");
        });
        markdown(&text, notes, Reader::Program)
    }

    #[test]
    fn notes_stand_below_their_headings() {
        let notes = vec![
            note("These are the last words of the text", Color::Pink, ""),
            note(
                "Not a heading of the text\n> nor a quote\nAnother paragraph, of [words].",
                Color::Yellow,
                "1. mine",
            ),
            note("The first words of the text", Color::Green, "so *what*"),
            note("words that were there once", Color::Yellow, ""),
            note("and others that were there", Color::Yellow, ""),
        ];
        insta::assert_snapshot!(written(notes));
    }

    #[test]
    fn what_stands_before_the_title_is_not_below_it() {
        let text = whole(|builder| {
            builder.leaf(LeafKind::Paragraph, 0..1, "The first words of the text.");
            builder.leaf(LeafKind::Heading(1), 1..2, "A title");
            builder.leaf(LeafKind::Paragraph, 2..3, "These are the last words of the text.");
        });
        let [first, last] = ["The first words of the text", "These are the last words of the text"];
        let notes = [first, last].map(|words| note(words, Color::Yellow, ""));
        let expected = format!("> {first}\n\n# A title\n\n> {last}\n");
        assert_eq!(markdown(&text, notes.into(), Reader::Program), expected);
    }

    #[test]
    fn what_two_wrote_to_a_note_stays_apart() {
        let text = whole(|builder| builder.leaf(LeafKind::Paragraph, 0..1, "The words of this text."));
        let notes = vec![note("The words of this text", Color::Pink, "one\n\ntwo")];
        let expected = "> The words of this text\n\n*pink*: one\n\ntwo\n";
        assert!(markdown(&text, notes, Reader::Program).ends_with(expected));
    }

    #[test]
    fn a_terminal_obeys_nothing() {
        let text =
            whole(|builder| builder.leaf(LeafKind::Paragraph, 0..1, "The words of this text\u{1b}[2J."));
        let notes = vec![note("The words of this text\u{1b}[2J.", Color::Yellow, "\u{1b}[31m")];
        let written = markdown(&text, notes, Reader::Terminal);
        assert!(!written.contains('\u{1b}') && written.contains("␛"), "{written}");
    }
}
