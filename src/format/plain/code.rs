//! Programs, data and settings: all of it is one block of code, line by line.
//!
//! Most are known by the extension of their file. Of what comes without one, scripts are known by their first line,
//! and JSON by being valid.

use std::sync::Arc;

use anyhow::Result;
use serde::de::IgnoredAny;

use super::ink::Inked;
use super::lines::lines;
use super::setting::Writer;
use super::shape;
use super::verbatim::{cut, joint, put_all};
use crate::document::position::offset;
use crate::document::{Chunk, Explanation, Grounds, LeafKind, Parse, Reading, Segment, SegmentBuilder, Span};
use crate::format::{Confidence, Format, Reader, read};
use crate::source::Source;

/// The extensions of files that hold nothing else. Not among them are those that are also given to texts.
#[rustfmt::skip]
const EXTENSIONS: &[&str] = &[
    // Programs.
    "rs", "c", "h", "cc", "cpp", "cxx", "hh", "hpp", "hxx", "m", "mm", "cs", "java", "kt", "kts", "scala", "swift", "go",
    "py", "pyi", "pyx", "rb", "pl", "pm", "php", "lua", "r", "jl", "dart", "zig", "nim", "js", "mjs", "cjs", "jsx", "ts",
    "mts", "cts", "tsx", "vue", "svelte", "hs", "ml", "mli", "fs", "fsx", "elm", "erl", "hrl", "ex", "exs", "clj", "cljs",
    "el", "lisp", "scm", "rkt", "f90", "f95", "pas", "adb", "ads", "vhd", "vhdl", "sv", "s", "asm", "awk", "sql", "sh", "bash",
    "zsh", "fish", "ps1", "psm1", "bat", "cmd", "vim", "gradle", "groovy", "cmake", "mk", "glsl", "wgsl", "nix", "tf",
    // Data and what is laid out by it.
    "json", "jsonl", "ndjson", "json5", "jsonc", "geojson", "yaml", "yml", "toml", "xml", "xsd", "xsl", "xslt", "svg", "css",
    "scss", "sass", "less", "proto", "graphql", "gql", "lock",
    // Settings.
    "ini", "cfg", "conf", "properties", "env", "service", "desktop",
];

/// The format.
pub struct Code;

impl Format for Code {
    fn name(&self) -> &'static str {
        "code"
    }

    fn extensions(&self) -> &'static [&'static str] {
        EXTENSIONS
    }

    fn reading(&self) -> Reading {
        Reading::Verbatim
    }

    fn sniff(&self, head: &str) -> Confidence {
        if shape::names_interpreter(head) || is_json(head) { Confidence::Certain } else { Confidence::None }
    }

    fn open(&self, source: Arc<Source>) -> Result<Arc<dyn Reader>> {
        Ok(Arc::new(CodeReader { source }))
    }
}

/// Whether it begins with objects or lists of JSON, one or more, and goes on with nothing else.
fn is_json(head: &str) -> bool {
    let head = head.trim_start_matches('\u{FEFF}').trim_ascii_start();
    let mut values = serde_json::Deserializer::from_str(head).into_iter::<IgnoredAny>();
    // A list in brackets may stand at the beginning of any text.
    let is_known = |first: &Result<_, serde_json::Error>| match first {
        Ok(IgnoredAny) => head.starts_with('{') || head.contains('\n'),
        Err(error) => error.is_eof(),
    };
    head.starts_with(['{', '['])
        && values.next().is_some_and(|first| is_known(&first))
        && values.all(|value| value.map_or_else(|error| error.is_eof(), |IgnoredAny| true))
}

/// Keeps every line.
struct CodeReader {
    source: Arc<Source>,
}

impl Parse for CodeReader {
    fn parse(&self, chunk: &Chunk) -> Segment {
        let mut builder = SegmentBuilder::new(chunk.source.start);
        let inked = Inked::of(read(&self.source, chunk, &mut builder));
        let mut writer = Writer::new(builder, &inked);
        let lines = lines(&inked.text);
        if !lines.is_empty() {
            writer.begin(LeafKind::CodeBlock { info: Span::default() }, 0..inked.text.trim_end().len());
            if let Some(between) = joint(&self.source, chunk) {
                writer.builder.join(between);
            }
            put_all(&lines, &mut writer);
            writer.end();
        }
        writer.finish()
    }

    fn source_text(&self, chunk: &Chunk) -> String {
        self.source.text(chunk.source.clone()).unwrap_or_default()
    }

    fn is_intact(&self) -> bool {
        self.source.is_intact()
    }

    fn explain(&self, chunk: &Chunk, _: u32) -> Option<Explanation> {
        let source = Span::new(0, offset(self.source_text(chunk).trim_end().len()));
        let grounds =
            Grounds::Mark("the file is a program, data or settings, by its name or first lines".to_owned());
        Some(Explanation { source, kind: "code".to_owned(), grounds, review: None })
    }
}

impl Reader for CodeReader {
    fn title(&self) -> Option<String> {
        Some(self.source.file_name().to_owned())
    }

    fn chunks(self: Arc<Self>) -> Box<dyn Iterator<Item = Chunk> + Send> {
        // All chunks are one block.
        Box::new(cut(&self.source).map(|chunk| Chunk { continues: chunk.source.start > 0, ..chunk }))
    }

    fn parser(self: Arc<Self>) -> Arc<dyn Parse> {
        self
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The text of all chunks, and how many there are.
    fn shown(text: &str) -> (String, usize) {
        let reader = Code.open(Arc::new(Source::from_text("a.rs", text))).unwrap();
        let parser = Arc::clone(&reader).parser();
        let segments: Vec<_> = reader.chunks().map(|chunk| parser.parse(&chunk)).collect();
        let mut shown = String::new();
        for (number, segment) in segments.iter().enumerate() {
            assert!(segment.leaves().len() <= 1);
            if number > 0 {
                shown.push_str(segment.block_joint().unwrap());
            }
            if !segment.leaves().is_empty() {
                shown.push_str(segment.leaf_text(0));
            }
        }
        (shown, segments.len())
    }

    #[test]
    fn all_is_one_block_however_long_it_is() {
        let text = "fn one() {\n\n\n    two();\n}\n\n# no heading\n- no item\n".repeat(4000);
        let (shown, n_chunks) = shown(&text);
        assert!(n_chunks > 2);
        let differs = shown.lines().zip(text.lines()).position(|(shown, line)| shown != line);
        assert_eq!((differs, shown.len()), (None, text.trim_end().len()));
    }

    #[test]
    fn scripts_and_json_are_known_without_a_name() {
        let is_code = |text: &str| Code.sniff(text) == Confidence::Certain;
        for text in [
            "#!/bin/sh\necho\n",
            "#! /usr/bin/env python3\n",
            "{\"a\": 1}\n",
            "\u{FEFF}{}\n",
            "[\n  1, 2\n]\n",
            "[{\"a\": \"cut off he",
            "{\"a\": 1}\n{\"a\": 2}\n{\"a\"",
        ] {
            assert!(is_code(text), "{text}");
        }
        for text in [
            "",
            "# Title\n",
            "#!shebang of a kind\n",
            "[1] A note.\n",
            "[a link](b.md) and more\n",
            "{curly} text\n",
            "[1]",
            "{\"a\": 1} and words\n",
            "\"a string\"\n",
        ] {
            assert!(!is_code(text), "{text}");
        }
    }

    #[test]
    fn extensions_are_in_lower_case_and_each_is_there_once() {
        let mut known = EXTENSIONS.to_vec();
        known.sort_unstable();
        known.dedup();
        assert_eq!(known.len(), EXTENSIONS.len());
        assert!(known.iter().all(|extension| *extension == extension.to_lowercase()));
    }

    proptest! {
        #[test]
        fn every_line_is_kept(text in "[a-c#*|`>\n =-]{0,200}") {
            let inked = |text: &str| {
                text.trim_end().lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>()
            };
            prop_assert_eq!(inked(&shown(&text).0), inked(&text));
        }
    }
}
