//! The documents, and which of their blocks are what in truth.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::LazyLock;

use anyhow::{Context, Result};
use folio::format::plain::evidence::{Choice, Choices, Exhibit, exhibits};
use folio::source::Source;
use regex::Regex;
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// One document in all its styles.
pub(crate) struct Document {
    pub(crate) source: String,
    pub(crate) group: String,
    pub(crate) texts: Vec<Text>,
    /// How often it counts.
    pub(crate) weight: f64,
}

impl Document {
    /// In which of so many parts its group falls.
    pub(crate) fn fold(&self, n: usize) -> usize {
        self.group.bytes().fold(7, |sum, byte| (sum * 31 + usize::from(byte)) % 10007) % n
    }
}

/// A document in one style.
pub(crate) struct Text {
    pub(crate) path: PathBuf,
    pub(crate) examples: Vec<Example>,
}

/// A block with what it may be in truth.
pub(crate) struct Example {
    pub(crate) exhibit: Exhibit,
    pub(crate) truth: Choices,
}

#[derive(Deserialize)]
struct Manifest {
    docs: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    id: String,
    dir: String,
    source: String,
    group: String,
    styles: Vec<String>,
}

#[derive(Deserialize)]
struct Truth {
    blocks: Vec<TrueBlock>,
    styles: HashMap<String, Style>,
}

#[derive(Deserialize)]
struct TrueBlock {
    kind: String,
    #[serde(default)]
    soft: serde_json::Value,
}

#[derive(Deserialize)]
struct Style {
    spans: Vec<Option<[usize; 2]>>,
}

/// All documents that the manifest in `dir` lists, each of which counts `weight` times.
pub(crate) fn load(dir: &Path, weight: f64) -> Result<Vec<Document>> {
    let manifest: Manifest = parse(&dir.join("manifest.json"))?;
    manifest.docs.iter().map(|entry| document(dir, entry, weight)).collect()
}

fn parse<T: DeserializeOwned>(path: &Path) -> Result<T> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    serde_json::from_str(&text).with_context(|| path.display().to_string())
}

fn document(dir: &Path, entry: &Entry, weight: f64) -> Result<Document> {
    let folder = dir.join(&entry.dir);
    let truth: Truth = parse(&folder.join(format!("{}.truth.json", entry.id)))?;
    let mut texts = Vec::new();
    for style in &entry.styles {
        let path = folder.join(format!("{}.{style}.txt", entry.id));
        let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        let spans = truth.styles.get(style).context("a style without spans")?;
        texts.push(Text { path, examples: examples(&text, &truth.blocks, &spans.spans) });
    }
    Ok(Document { source: entry.source.clone(), group: entry.group.clone(), texts, weight })
}

/// The blocks that folio finds in `text`, with what they may be in truth.
fn examples(text: &str, blocks: &[TrueBlock], spans: &[Option<[usize; 2]>]) -> Vec<Example> {
    let stream = Stream::new(text);
    let source = Arc::new(Source::from_text("text", text));
    let placed: Vec<_> = blocks
        .iter()
        .zip(spans)
        .filter_map(|(block, span)| {
            let [start, end] = (*span)?;
            let (start, end) = (stream.index_of_char(start), stream.index_of_char(end));
            (end > start).then(|| Placed { start: stream.snap(start), end, block })
        })
        .collect();
    let mut starts: HashMap<usize, usize> = HashMap::new();
    for (index, place) in placed.iter().enumerate() {
        starts.entry(place.start).or_insert(index);
    }
    let example = |exhibit: Exhibit| {
        let start = stream.snap(stream.index_of_byte(exhibit.source.start as usize));
        let end = stream.index_of_byte(exhibit.source.end as usize);
        let truth = match starts.get(&start) {
            // Without a letter, nothing tells which true block it is of.
            _ if start >= end => any(),
            Some(&index) => of_start(&placed[index], end),
            None => placed
                .iter()
                .find(|place| place.start <= start && start < place.end)
                .map_or_else(any, of_inside),
        };
        Example { exhibit, truth }
    };
    exhibits(&source).into_iter().map(example).collect()
}

/// A true block and where it lies among the letters.
struct Placed<'t> {
    start: usize,
    end: usize,
    block: &'t TrueBlock,
}

impl Placed<'_> {
    fn is_soft(&self) -> bool {
        !self.block.soft.is_null() && self.block.soft != serde_json::Value::Bool(false)
    }
}

fn any() -> Choices {
    Choices::where_is(|_| true)
}

fn only(choice: Choice) -> Choices {
    Choices::where_is(|other| other == choice)
}

/// What a block may be that starts with `place` and ends at `end`.
fn of_start(place: &Placed<'_>, end: usize) -> Choices {
    match place.block.kind.as_str() {
        _ if place.is_soft() => any(),
        "heading" if end <= place.end => only(Choice::Heading),
        "list_item" => only(Choice::Item),
        "code" => only(Choice::Code),
        _ => only(Choice::Paragraph),
    }
}

/// What a block may be that starts inside `place`.
fn of_inside(place: &Placed<'_>) -> Choices {
    match place.block.kind.as_str() {
        _ if place.is_soft() => any(),
        "heading" => only(Choice::Heading),
        "code" => only(Choice::Code),
        _ => only(Choice::Paragraph),
    }
}

/// The letters and digits of a text, in which marks and white space do not count.
struct Stream<'t> {
    text: &'t str,
    /// The byte of each letter.
    bytes: Vec<usize>,
    /// The byte of each character.
    chars: Vec<usize>,
}

impl<'t> Stream<'t> {
    fn new(text: &'t str) -> Self {
        let letters = text.char_indices().filter(|(_, c)| c.is_alphanumeric());
        Self {
            text,
            bytes: letters.map(|(at, _)| at).collect(),
            chars: text.char_indices().map(|(at, _)| at).collect(),
        }
    }

    /// The first letter at or after a byte.
    fn index_of_byte(&self, byte: usize) -> usize {
        self.bytes.partition_point(|&at| at < byte)
    }

    fn index_of_char(&self, char: usize) -> usize {
        self.index_of_byte(self.chars.get(char).copied().unwrap_or(self.text.len()))
    }

    /// The first letter on the line of letter `index`, if there is nothing but a mark before it.
    fn snap(&self, index: usize) -> usize {
        static MARK: LazyLock<Regex> = LazyLock::new(|| {
            Regex::new(
                r#"(?ix)^[\s>|\#*•·–—\-+=_~▪■◦‣⁃○●§¶"“‘'(\[]*
                (?:(?:\pL{2,9})\s+[\w.]{1,8}\s*[:.\-–—]\s*)?
                (?:\(?(?:\d{1,4}(?:\.\d{1,4})*|[a-z](?:\.\d{1,4})+|[a-z]|[ivxlc]{1,7})[.)\]:]?[\s.\-–—]+|o\s+|\[\d+\]\s*)?
                ["“‘'(\[*_]*$"#,
            )
            .expect("a valid pattern")
        });
        let Some(&byte) = self.bytes.get(index) else { return index };
        let line = self.text[..byte].rfind('\n').map_or(0, |end| end + 1);
        if byte - line < 80 && MARK.is_match(&self.text[line..byte]) {
            self.index_of_byte(line)
        } else {
            index
        }
    }
}
