//! Tables on their own, as they are taken along to other programs.

use super::markdown;
use crate::document::excerpt::{Table, WITH_TABS, WriteTable, words};

/// The forms that a table is taken along in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TableForm {
    /// Tabs between the cells, as spreadsheets take it.
    #[default]
    Tabs,
    /// Commas between the cells.
    Csv,
    /// Pipes between the cells.
    Markdown,
}

impl TableForm {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Tabs, Self::Csv, Self::Markdown];

    /// What options and commands call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Tabs => "tabs",
            Self::Csv => "csv",
            Self::Markdown => "markdown",
        }
    }

    /// What stands between its cells, in a few words.
    pub fn explanation(self) -> &'static str {
        match self {
            Self::Tabs => "tabs between the cells, as spreadsheets take it",
            Self::Csv => "commas between the cells, quoted where they need it",
            Self::Markdown => "a Markdown table, its first row the header",
        }
    }

    /// What a table in this form is called.
    pub fn words(self) -> &'static str {
        match self {
            Self::Tabs => "table",
            Self::Csv => "table as CSV",
            Self::Markdown => "table as Markdown",
        }
    }

    /// What writes a table so.
    pub fn writer(self) -> WriteTable {
        match self {
            Self::Tabs => WITH_TABS,
            Self::Csv => WriteTable { cell: words, table: csv },
            Self::Markdown => WriteTable { cell: markdown::of_cell, table: with_pipes },
        }
    }
}

/// A table with commas between its cells, quoted as in RFC 4180: a row a line, of as many cells each. Lines end
/// with a line feed, as all text does that is taken along: whatever takes a file takes that too, and a line of text
/// would else end in a sign that nobody sees.
fn csv(table: &Table) -> String {
    let line = |row: Vec<&str>| -> String {
        match *row {
            // Else it would be a blank line, which is no row to many.
            [""] => "\"\"".to_owned(),
            _ => row.into_iter().map(field).collect::<Vec<_>>().join(","),
        }
    };
    table.grid().into_iter().map(line).collect::<Vec<_>>().join("\n")
}

/// A cell, in quotation marks where it would else be taken for something else, or lose blanks.
fn field(cell: &str) -> String {
    let is_plain = !cell.contains([',', '"', '\n', '\r']) && cell.trim().len() == cell.len();
    if is_plain { cell.to_owned() } else { format!("\"{}\"", cell.replace('"', "\"\"")) }
}

/// A table with pipes between its cells, which are marked up, and its first row as the header, which Markdown needs.
fn with_pipes(table: &Table) -> String {
    let rows = table.grid().into_iter().map(|row| row.into_iter().map(str::to_owned).collect());
    markdown::of_table(&rows.collect::<Vec<_>>(), &table.alignments)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

    use super::*;
    use crate::document::excerpt;
    use crate::document::{
        Alignment, ContainerKind, InlineStyle, LeafKind, SegmentBuilder, SegmentId, TextPos,
    };

    fn table(rows: &[&[&str]]) -> Table {
        let rows = rows.iter().map(|row| row.iter().map(|&cell| cell.to_owned()).collect()).collect();
        Table { rows, ..Table::default() }
    }

    #[test]
    fn csv_is_quoted_where_it_must_be() {
        for (rows, expected) in [
            (&[&["a", "b c"][..], &["1,5", "say \"so\""]][..], "a,b c\n\"1,5\",\"say \"\"so\"\"\""),
            (&[&["two\nlines", " x"], &["", "y"]], "\"two\nlines\",\" x\"\n,y"),
            (&[&["a", "b"], &["c"]], "a,b\nc,"),
            (&[&["a"], &[""]], "a\n\"\""),
            (&[&["a", "b"], &["", ""]], "a,b\n,"),
            (&[], ""),
        ] {
            assert_eq!(csv(&table(rows)), expected);
        }
    }

    /// A table that is taken along as Markdown, whose cells are written so.
    fn taken_with(alignments: &[Alignment], cells: impl FnOnce(&mut SegmentBuilder)) -> String {
        let mut builder = SegmentBuilder::new(0);
        let alignments = builder.alignments(alignments);
        builder.open(ContainerKind::Table { alignments, header: true }, 0..1);
        cells(&mut builder);
        builder.close();
        let segment = Arc::new(builder.finish(1));
        let all = TextPos::default()..TextPos::new(SegmentId(0), u32::MAX);
        let mut segments = |id: SegmentId| (id.0 == 0).then(|| Arc::clone(&segment));
        excerpt::text(&mut segments, all, TableForm::Markdown.writer(), 10_000).unwrap()
    }

    /// The same of cells without marks.
    fn taken(alignments: &[Alignment], rows: &[Vec<String>]) -> String {
        taken_with(alignments, |builder| {
            for (column, cell) in rows.iter().flat_map(|row| (0..).zip(row)) {
                builder.leaf(LeafKind::Cell { column }, 0..1, cell);
            }
        })
    }

    #[test]
    fn markdown_stands_in_columns() {
        let rows = table(&[&["Town", "People|all"], &["Ulm *", "120"], &["a\nb"]]).rows;
        let expected = "\
            | Town   | People\\|all |\n\
            | ------ | ----------: |\n\
            | Ulm *  |         120 |\n\
            | a<br>b |             |";
        assert_eq!(taken(&[Alignment::Unspecified, Alignment::Right], &rows), expected);
    }

    #[test]
    fn cells_keep_their_marks_in_markdown() {
        let written = taken_with(&[], |builder| {
            builder.leaf(LeafKind::Cell { column: 0 }, 0..1, "How");
            builder.leaf(LeafKind::Cell { column: 1 }, 0..1, "What");
            builder.begin(LeafKind::Cell { column: 0 }, 0..1);
            builder.style(InlineStyle::CODE, None);
            builder.text("a|b");
            builder.style(InlineStyle::empty(), None);
            builder.text(" and ");
            builder.style(InlineStyle::STRONG, None);
            builder.text("bold");
            builder.begin(LeafKind::Cell { column: 1 }, 0..1);
            let link = builder.link("http://u.example/", "");
            builder.style(InlineStyle::LINK, link);
            builder.text("a li\u{ad}nk");
        });
        let last = written.lines().last().unwrap();
        assert_eq!(last, r"| `a\|b` and **bold** | [a link](http://u.example/) |");
    }

    /// The cells of a table in CSV, by the grammar of RFC 4180 with lines that end with a line feed.
    fn read_csv(text: &str) -> Vec<Vec<String>> {
        let (mut rows, mut is_quoted) = (vec![vec![String::new()]], false);
        let mut signs = text.chars().peekable();
        while let Some(sign) = signs.next() {
            let row = rows.last_mut().unwrap();
            match sign {
                '"' if is_quoted && signs.next_if_eq(&'"').is_some() => row.last_mut().unwrap().push('"'),
                '"' => {
                    is_quoted = !is_quoted;
                    // Quotation marks stand around all of a cell or none.
                    assert!(is_quoted || matches!(signs.peek(), None | Some(',' | '\n')), "{text}");
                    assert!(!is_quoted || row.last().unwrap().is_empty(), "{text}");
                }
                ',' if !is_quoted => row.push(String::new()),
                '\n' if !is_quoted => rows.push(vec![String::new()]),
                sign => row.last_mut().unwrap().push(sign),
            }
        }
        rows
    }

    /// The cells of the one table in a Markdown text, as its readers show them.
    fn read_markdown(text: &str) -> Vec<Vec<String>> {
        let mut rows: Vec<Vec<String>> = Vec::new();
        let mut n_tables = 0;
        for event in Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
            let row = rows.last_mut();
            match (event, row) {
                (Event::Start(Tag::Table(_)), _) => n_tables += 1,
                (Event::Start(Tag::TableHead | Tag::TableRow), _) => rows.push(Vec::new()),
                (Event::Start(Tag::TableCell), Some(row)) => row.push(String::new()),
                (Event::Text(text), Some(row)) => row.last_mut().unwrap().push_str(&text),
                (Event::InlineHtml(tag), Some(row)) if &*tag == "<br>" => row.last_mut().unwrap().push('\n'),
                (Event::End(TagEnd::Table | TagEnd::TableHead | TagEnd::TableRow | TagEnd::TableCell), _) => {
                }
                (event, _) => panic!("{event:?} in {text}"),
            }
        }
        assert_eq!(n_tables, 1, "{text}");
        rows
    }

    /// Cells with what means something in either form.
    fn rows() -> impl Strategy<Value = Vec<Vec<String>>> {
        let word = r#"[a-z0-9]{1,3}|[|\\`*_~<>&#\[\]()!,;:"'=+.-]{1,3}|é|漢|<br>|&amp;|www\.a\.org|\\\||https://a\.org"#;
        let line = prop::collection::vec(word, 0..4)
            .prop_flat_map(|words| prop_oneof![Just(words.concat()), Just(words.join(" "))]);
        let cell = prop::collection::vec(line, 1..3)
            .prop_map(|lines| lines.join("\n").trim_end_matches('\n').to_owned());
        (1..4_usize).prop_flat_map(move |columns| {
            prop::collection::vec(prop::collection::vec(cell.clone(), columns), 1..4)
        })
    }

    proptest! {
        #[test]
        fn csv_gives_the_cells_back(rows in rows()) {
            let written = csv(&Table { rows: rows.clone(), ..Table::default() });
            prop_assert_eq!(read_csv(&written), rows);
        }

        #[test]
        fn markdown_gives_the_cells_back(rows in rows()) {
            let written = taken(&[], &rows);
            prop_assert_eq!(read_markdown(&written), rows, "{}", written);
        }

        #[test]
        fn tabs_give_the_cells_back_but_for_their_line_breaks(rows in rows()) {
            let written = (WITH_TABS.table)(&Table { rows: rows.clone(), ..Table::default() });
            let cells = written.split('\n').map(|line| line.split('\t').map(str::to_owned).collect::<Vec<_>>());
            let expected = rows.iter().map(|row| row.iter().map(|cell| cell.replace('\n', " ")).collect::<Vec<_>>());
            prop_assert!(cells.eq(expected), "{}", written);
        }
    }
}
