//! Reading a pipe while more comes through it.

use std::io::{self, Read};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::Duration;

use folio::app::jobs::Done;
use folio::app::keymap::{self, Keymap};
use folio::app::{App, Event, Settings, Size};
use folio::document::Document;
use folio::format;
use folio::source::{Incoming, Patience};

use crate::fixture::Screen;
use crate::searching::forced_cuts;

/// The end of the pipe that is read from.
struct Pipe(Receiver<Vec<u8>>);

impl Read for Pipe {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let Ok(piece) = self.0.recv() else { return Ok(0) };
        buffer[..piece.len()].copy_from_slice(&piece);
        Ok(piece.len())
    }
}

/// A reader of a pipe, and the end that is written to.
struct Piped {
    screen: Screen,
    pipe: Option<Sender<Vec<u8>>>,
    /// What jobs report; nothing where one ends.
    results: Receiver<Option<Done>>,
    sender: Sender<Option<Done>>,
    n_jobs: usize,
    n_written: u64,
}

impl Piped {
    /// Opens a pipe that nothing came through yet, on a screen of 60 × 12.
    fn new(format: &'static str) -> Self {
        let (pipe, pieces) = mpsc::channel();
        let (sender, results) = mpsc::channel();
        let incoming = Incoming::start("a pipe", || Ok(Pipe(pieces))).unwrap();
        let keymap = Keymap::parse(keymap::DEFAULT).unwrap();
        let size = Size { columns: 60, rows: 12 };
        let app = App::new(Document::awaited("a pipe"), keymap, Settings::default(), size);
        let opening = App::start_waiting(Box::new(move || {
            let patience = Patience { quiet: Duration::ZERO, most: Duration::ZERO };
            format::open(incoming.source(Some(patience))?, format::by_name(format).unwrap())
        }));
        let screen = Screen::waiting(app, size, opening);
        let mut piped = Self { screen, pipe: Some(pipe), results, sender, n_jobs: 0, n_written: 0 };
        piped.work();
        piped
    }

    /// Sends text through the pipe and waits until the reader has it.
    fn write(&mut self, text: &str) {
        self.n_written += text.len() as u64;
        self.pipe.as_ref().unwrap().send(text.as_bytes().to_vec()).unwrap();
        while self.end() < self.n_written || !self.screen.app().document().has_parsed_present() {
            self.receive();
        }
    }

    /// Closes the pipe and waits until nothing is left to do.
    fn close(&mut self) {
        self.pipe = None;
        while self.n_jobs > 0 {
            self.receive();
        }
        assert!(self.screen.app().document().has_parsed_all());
    }

    fn press(&mut self, keys: &str) {
        self.screen.press(keys);
        self.work();
    }

    /// Bytes that the document has chunks for.
    fn end(&self) -> u64 {
        self.screen.app().document().chunks().last().map_or(0, |chunk| chunk.source.end)
    }

    fn receive(&mut self) {
        let done = self.results.recv_timeout(Duration::from_secs(20)).expect("something comes");
        match done {
            Some(done) => self.screen.send(Event::Done(done)),
            None => self.n_jobs -= 1,
        }
        self.work();
    }

    /// Has the jobs done elsewhere: some of them wait.
    fn work(&mut self) {
        for job in self.screen.take_held() {
            let results = self.sender.clone();
            self.n_jobs += 1;
            thread::spawn(move || {
                job.run(&mut |done| results.send(Some(done)).is_ok());
                let _ = results.send(None);
            });
        }
    }
}

/// A paragraph that is more than a line, with its number.
fn paragraph(number: usize) -> String {
    format!("Paragraph {number} has words enough to fill a line and to go on behind it.\n\n")
}

fn paragraphs(numbers: std::ops::Range<usize>) -> String {
    numbers.map(paragraph).collect()
}

#[test]
fn nothing_is_waited_for() {
    let mut piped = Piped::new("markdown");
    assert!(piped.screen.row(-1).contains("a pipe"), "{}", piped.screen.text());
    assert!(piped.screen.row(-1).contains("waiting"), "{}", piped.screen.row(-1));
    piped.press("jGq");
    assert_eq!(piped.screen.asked.len(), 1, "{:?}", piped.screen.asked);
}

#[test]
fn what_comes_is_shown_where_it_belongs() {
    let mut piped = Piped::new("markdown");
    piped.write("# Title\n\nThe first wo");
    assert!(piped.screen.text().contains("The first wo"), "{}", piped.screen.text());
    piped.write("rds\n\n## More\n");
    let text = piped.screen.text();
    assert!(text.contains("The first words") && text.contains("  More"), "{text}");
    assert!(piped.screen.row(-1).contains("34 B so far"), "{}", piped.screen.row(-1));
    piped.close();
    assert!(!piped.screen.row(-1).contains("so far"), "{}", piped.screen.row(-1));
}

#[test]
fn what_is_read_stays_where_it_is() {
    for format in ["markdown", "plain"] {
        let mut piped = Piped::new(format);
        piped.write(&paragraphs(0..900));
        piped.press("G6k");
        let before = piped.screen.page();
        for start in (900..4000).step_by(775) {
            piped.write(&paragraphs(start..start + 775));
            assert_eq!(piped.screen.page(), before, "{format} {start}");
        }
        piped.close();
        assert_eq!(piped.screen.page(), before, "{format}");
    }
}

#[test]
fn a_hit_that_comes_while_the_query_is_typed_is_gone_to() {
    let mut piped = Piped::new("plain");
    piped.write(&paragraphs(0..20));
    piped.press("/zebra");
    assert!(piped.screen.row(-1).contains("no hit so far"), "{}", piped.screen.row(-1));
    let before = piped.screen.page();
    piped.write("A zebra.\n\nMore words.\n\n");
    assert!(piped.screen.row(-1).contains("1 hit"), "{}", piped.screen.row(-1));
    assert_eq!(piped.screen.page(), before);
    piped.press("<Enter>");
    assert!(piped.screen.row(-1).contains("1 of 1"), "{}", piped.screen.row(-1));
    assert!(piped.screen.page().contains(&"A zebra.".to_owned()), "{}", piped.screen.text());
    piped.press("/xyzzy<Enter>");
    assert!(piped.screen.row(-1).contains("no hit so far for “xyzzy”"), "{}", piped.screen.row(-1));
    piped.close();
    assert!(!piped.screen.row(-1).contains("zebra"), "{}", piped.screen.row(-1));
}

#[test]
fn one_who_went_to_the_end_follows_it() {
    let mut piped = Piped::new("plain");
    piped.write(&paragraphs(0..20));
    piped.press("G");
    for number in [20, 21] {
        piped.write(&paragraph(number));
        assert_ne!(piped.screen.page().last().unwrap(), "", "{}", piped.screen.text());
        assert!(piped.screen.text().contains(&format!("Paragraph {number}")), "{}", piped.screen.text());
    }
    for (number, keys) in [(22, "+"), (23, "?<Esc>"), (24, "/Paragraph 1<Esc>")] {
        piped.press(keys);
        piped.write(&paragraph(number));
        assert!(
            piped.screen.text().contains(&format!("Paragraph {number}")),
            "{keys}: {}",
            piped.screen.text()
        );
    }
    piped.press("k");
    let before = piped.screen.page();
    piped.write(&paragraph(25));
    assert_eq!(piped.screen.page(), before);
}

#[test]
fn what_comes_is_read_in_the_way_that_was_chosen() {
    let mut piped = Piped::new("plain");
    piped.write(&paragraphs(0..900));
    piped.press("6}");
    let top = piped.screen.page()[0].clone();
    for (way, number) in [("Markdown", 900), ("lines", 901), ("plain text", 902)] {
        piped.press("F");
        while !piped.screen.row(-1).contains(&format!("read as {way}")) {
            piped.receive();
        }
        assert_eq!(piped.screen.page()[0], top, "{way}");
        piped.write(&format!("{}* * *\n\n", paragraph(number)));
        assert_eq!(piped.screen.page()[0], top, "{way}");
    }
    piped.press("G");
    assert!(piped.screen.text().contains("Paragraph 902"), "{}", piped.screen.text());
    piped.press("F");
    piped.write(&paragraph(903));
    piped.close();
    assert!(
        piped.screen.text().contains("Paragraph 903"),
        "one at the end stays there: {}",
        piped.screen.text()
    );
    let text: usize = piped.screen.app().document().segments().map(|(_, segment)| segment.text().len()).sum();
    assert!(text > 60_000);
}

#[test]
fn a_lone_heading_is_enough_to_tell_markdown() {
    use folio::source::Source;
    for text in ["# Title\n", "# Title", "# Title\n\nA para *one*.\n"] {
        assert_eq!(
            format::detect(&Source::from_text("standard input", text)).unwrap().name(),
            "markdown",
            "{text}"
        );
    }
}

#[test]
fn a_search_goes_round_what_is_there_and_on_when_more_comes() {
    let mut piped = Piped::new("plain");
    piped.write(&(paragraphs(0..30) + "A zebra.\n\n"));
    piped.press("/zebra<Enter>");
    assert!(piped.screen.row(-1).contains("1 of 1"), "{}", piped.screen.row(-1));
    piped.press("n");
    assert!(piped.screen.row(-1).contains("from the end on"), "{}", piped.screen.row(-1));
    piped.write(&(paragraphs(30..60) + "Another zebra.\n\n"));
    piped.press("n");
    assert!(piped.screen.text().contains("Another zebra."), "{}", piped.screen.text());
    assert!(piped.screen.row(-1).contains("2 of 2"), "{}", piped.screen.row(-1));
}

/// Cuts become known while another query is typed, and a segment at one gets another text.
#[test]
fn a_search_that_was_put_off_looks_at_the_cuts_that_have_come() {
    let line = "abc".repeat(100_000);
    let mut piped = Piped::new("plain");
    piped.write(&line[..150_000]);
    piped.press("/bca<Enter>/");
    piped.write(&line[150_000..]);
    piped.press("<Esc>");
    piped.close();
    assert_eq!(piped.screen.app().finding().unwrap().total(), 99_999);
}

#[test]
fn a_hit_keeps_its_number_when_its_segment_grows_behind_a_cut_that_refuses_one() {
    let words = (1..8000).map(|number| format!("alpha,pha,{number:06},")).collect::<Vec<_>>().concat();
    let mut padded = (0..words.len()).map(|n| "x".repeat(n) + "," + &words);
    let is_cut = |text: &String| text[..forced_cuts(text, "plain")[0]].ends_with(",al");
    let text = padded.find(is_cut).unwrap();
    let mut piped = Piped::new("plain");
    piped.write(&text[..110_000]);
    piped.press("/<A-w>pha<Enter>GN");
    while piped.screen.app().finding().unwrap().total() < 6000 {
        piped.receive();
    }
    let number = |piped: &Piped| piped.screen.app().finding().unwrap().ordinal().unwrap();
    let at_first = number(&piped);
    piped.write(&text[110_000..]);
    piped.close();
    assert_eq!(number(&piped), at_first);
    piped.press("n");
    assert_eq!(number(&piped), at_first + 1);
}

#[test]
fn the_document_is_the_same_in_the_end() {
    let text = "# One\n\nSee [it][x].\n\n".to_owned() + &paragraphs(0..3000) + "## Two\n\n[x]: /y\n\nEnd.\n";
    let mut piped = Piped::new("markdown");
    let (first, rest) = text.split_at(70_000);
    let (second, third) = rest.split_at(90_001);
    for part in [first, second, third] {
        piped.write(part);
    }
    piped.close();
    let whole = Screen::named("a pipe", &text, "markdown");
    let all = |screen: &Screen| -> String {
        screen.app().document().segments().map(|(_, segment)| segment.text()).collect()
    };
    assert_eq!(all(&piped.screen), all(&whole));
    piped.press("gg");
    assert_eq!(piped.screen.text(), whole.text());
}
