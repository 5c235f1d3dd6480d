//! The program as a shell sees it: arguments and input in; output, messages and exit status out.
#![expect(clippy::unwrap_used, reason = "what fails here fails a test")]

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use folio::document::corrections::Edit;
use folio::document::{Change, Color, Correction, Memory, Note, NoteEdit, Quotation, SegmentId, TextPos};
use folio::format;
use folio::source::Source;
use folio::state::Store;
use serde_json::Value;

/// A folder of its own for the test called `name`, empty.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cli").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_folio"));
    command.args(arguments).current_dir(folder).env("TERM", "xterm");
    // What the developer corrected is none of the tests' business.
    command.env("XDG_STATE_HOME", folder.join("state"));
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn folio(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).output().unwrap()
}

/// Runs the program with `input` on a pipe.
fn piped(folder: &Path, arguments: &[&str], input: &[u8]) -> Output {
    let mut child = command(folder, arguments).stdin(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    child.wait_with_output().unwrap()
}

/// The object that `--json` wrote.
fn object(output: &Output) -> Value {
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The texts of all blocks, one a line.
fn block_texts(object: &Value) -> String {
    let texts = object["blocks"].as_array().unwrap().iter().map(|block| block["text"].as_str().unwrap());
    texts.collect::<Vec<_>>().join("\n")
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

/// Expects exit status 1, nothing on standard output and exactly `message` on standard error.
fn expect_failure(output: &Output, message: &str) {
    assert_eq!(text(&output.stderr), format!("{message}\n"));
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(1), ""));
}

/// Expects exit status 2, nothing on standard output and a message that has `words` in it.
fn expect_usage(output: &Output, words: &str) {
    assert!(text(&output.stderr).contains(words), "{}", text(&output.stderr));
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(2), ""));
}

#[test]
fn files_that_cannot_be_opened_are_named_with_the_reason() {
    let folder = folder("refused");
    fs::create_dir(folder.join("dir")).unwrap();
    fs::write(folder.join("picture.md"), b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01").unwrap();
    fs::write(folder.join("noughts.txt"), [0; 100]).unwrap();
    for (name, message) in [
        ("missing.txt", "folio: cannot open missing.txt: no such file"),
        ("dir", "folio: cannot read dir: it is a directory"),
        ("picture.md", "folio: cannot read picture.md: it is a binary file (looks like PNG)"),
        ("noughts.txt", "folio: cannot read noughts.txt: it is a binary file"),
        ("picture.md/x", "folio: cannot open picture.md/x: a part of its path is not a directory"),
        ("no\u{1b}]0;x\u{7}such\nfile", "folio: cannot open no␛]0;x␇such file: no such file"),
    ] {
        for mode in ["--json", "--outline", "--print"] {
            expect_failure(&folio(&folder, &[mode, name]), message);
        }
    }
}

#[cfg(unix)]
#[test]
fn an_unreadable_file_is_refused() {
    use std::os::unix::fs::PermissionsExt;

    let folder = folder("unreadable");
    let file = folder.join("secret.txt");
    fs::write(&file, "hidden").unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::File::open(&file).is_ok() {
        return; // The superuser reads everything.
    }
    let message = "folio: cannot open secret.txt: permission denied";
    expect_failure(&folio(&folder, &["--json", "secret.txt"]), message);
}

#[test]
fn wrong_arguments_are_usage_errors() {
    let folder = folder("usage");
    for (arguments, words) in [
        (&["a.md", "b.md"][..], "one document a call"),
        (&["--json", "--outline", "a.md"], "cannot be used with"),
        (&["--format", "word", "a.md"], "[possible values: markdown, plain, code]"),
        (&["--to", "word", "a.md"], "[possible values: markdown]"),
        (&["--to", "markdown", "--json", "a.md"], "cannot be used with"),
        (&["--width", "0", "a.md"], "1..=65535"),
        (&["--width", "65536", "a.md"], "1..=65535"),
        (&["--jsn"], "--json"),
        (&["--\u{1b}[2J"], "'--␛[2J'"),
    ] {
        expect_usage(&folio(&folder, arguments), words);
    }
}

#[test]
fn help_and_version_go_to_standard_output() {
    let folder = folder("help");
    let help = folio(&folder, &["--help"]);
    assert_eq!((help.status.code(), text(&help.stderr)), (Some(0), ""));
    for option in [
        "FILE",
        "--print",
        "--outline",
        "--json",
        "--to <FORMAT>",
        "--width <N>",
        "--format <NAME>",
        "--no-mouse",
    ] {
        assert!(text(&help.stdout).contains(option), "{option}");
    }
    let version = folio(&folder, &["--version"]);
    assert_eq!(text(&version.stdout), concat!("folio ", env!("CARGO_PKG_VERSION"), "\n"));
    assert_eq!(version.status.code(), Some(0));
}

#[test]
fn the_help_fits_into_a_narrow_terminal() {
    let folder = folder("narrow-help");
    for option in ["-h", "--help"] {
        for columns in [80, 60, 40] {
            let help = command(&folder, &[option]).env("COLUMNS", columns.to_string()).output().unwrap();
            let longest = text(&help.stdout).lines().max_by_key(|line| line.chars().count()).unwrap();
            assert!(longest.chars().count() <= columns, "{columns}: {longest}");
        }
    }
}

#[test]
fn the_manual_page_goes_to_standard_output() {
    let folder = folder("manual");
    let manual = folio(&folder, &["--man"]);
    assert_eq!((manual.status.code(), text(&manual.stderr)), (Some(0), ""));
    let page = text(&manual.stdout);
    assert!(page.starts_with(".TH \"FOLIO\" \"1\"") && page.contains("\\fB:goto PLACE\\fR"), "{page}");
}

#[test]
fn an_empty_file_is_an_empty_document() {
    let folder = folder("empty");
    fs::write(folder.join("nothing.txt"), "").unwrap();
    let object = object(&folio(&folder, &["--json", "nothing.txt"]));
    assert_eq!((&object["title"], block_texts(&object).as_str()), (&Value::from("nothing"), ""));
    let outline = folio(&folder, &["--outline", "nothing.txt"]);
    assert_eq!((outline.status.code(), text(&outline.stdout)), (Some(0), ""));
}

#[test]
fn every_encoding_shows_its_text() {
    let folder = folder("encodings");
    let words = "Der Ärger über müde Füße währt kurz.";
    let mut utf16: Vec<u8> = vec![0xFE, 0xFF];
    utf16.extend(words.encode_utf16().flat_map(u16::to_be_bytes));
    let latin1: Vec<u8> = words.chars().map(|c| u8::try_from(c).unwrap()).collect();
    let mut damaged = words.as_bytes().to_vec();
    damaged.push(0xFF);
    for (name, bytes, expected) in [
        ("utf8.txt", words.as_bytes().to_vec(), words.to_owned()),
        ("utf16.txt", utf16, words.to_owned()),
        ("latin1.txt", latin1, words.to_owned()),
        ("damaged.txt", damaged, format!("{words}\u{FFFD}")),
    ] {
        fs::write(folder.join(name), &bytes).unwrap();
        assert_eq!(block_texts(&object(&folio(&folder, &["--json", name]))), expected, "{name}");
        assert_eq!(block_texts(&object(&piped(&folder, &["--json"], &bytes))), expected, "{name} piped");
    }
}

#[test]
fn json_has_its_members_and_offsets_count_the_mark() {
    let folder = folder("json");
    let source = "\u{FEFF}A first paragraph, naïve and short.\n\nThe second one says no more than that.\n";
    fs::write(folder.join("marked.text"), source).unwrap();
    for format in ["plain", "markdown"] {
        let object = object(&folio(&folder, &["--json", "--format", format, "marked.text"]));
        let mut members: Vec<_> = object.as_object().unwrap().keys().collect();
        members.sort();
        assert_eq!(members, ["blocks", "format", "furniture", "sections", "title"]);
        assert_eq!((&object["title"], &object["format"]), (&Value::from("marked"), &Value::from(format)));
        for block in object["blocks"].as_array().unwrap() {
            let confidence = block["confidence"].as_f64();
            assert_eq!(confidence.is_some_and(|share| share > 0.0 && share <= 1.0), format == "plain");
            let offset = |name: &str| usize::try_from(block[name].as_u64().unwrap()).unwrap();
            let quoted = source.get(offset("start")..offset("end")).unwrap();
            let words =
                |text: &str| text.trim_start_matches('\u{FEFF}').split_whitespace().collect::<String>();
            assert_eq!(words(quoted), words(block["text"].as_str().unwrap()));
        }
    }
}

#[test]
fn pipes_and_special_files_are_read() {
    let folder = folder("pipes");
    let words = "Nothing but a line.";
    for arguments in [&["--json"][..], &["--json", "-"]] {
        let object = object(&piped(&folder, arguments, words.as_bytes()));
        assert_eq!(
            (&object["title"], block_texts(&object).as_str()),
            (&Value::from("standard input"), words)
        );
    }
    if cfg!(unix) {
        assert_eq!(block_texts(&object(&piped(&folder, &["--json", "/dev/stdin"], words.as_bytes()))), words);
    }
}

#[cfg(unix)]
#[test]
fn a_named_pipe_is_read_to_its_end() {
    let folder = folder("fifo");
    let pipe = folder.join("pipe");
    let mode = rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR;
    rustix::fs::mkfifoat(rustix::fs::CWD, &pipe, mode).unwrap();
    let writer = std::thread::spawn(move || fs::write(pipe, "Through a named pipe."));
    assert_eq!(block_texts(&object(&folio(&folder, &["--json", "pipe"]))), "Through a named pipe.");
    writer.join().unwrap().unwrap();
}

#[test]
fn a_pipe_without_an_end_is_printed_as_it_comes() {
    let folder = folder("endless");
    let mut child = command(&folder, &["--print", "-"]).stdin(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let line = "A line like all the others, [with something] in it.\n\n".repeat(1000);
    let writer = std::thread::spawn(move || while input.write_all(line.as_bytes()).is_ok() {});
    let mut printed = vec![0; 1_000_000];
    child.stdout.take().unwrap().read_exact(&mut printed).unwrap();
    assert!(text(&printed).lines().step_by(2).skip(1).take(1000).all(|line| line.starts_with("A line like")));
    assert_eq!(child.wait().unwrap().code(), Some(0));
    writer.join().unwrap();
}

#[test]
fn a_word_that_a_manual_parted_is_one_and_its_source_is_raw() {
    let folder = folder("parted");
    let manual = "NAME\n       ferry - carries things over\n\nDESCRIPTION\n       ferry  carries  what  it  is given over the river, be\u{2010}\n       low the old bridge, and tells nobody.\n";
    let read = object(&piped(&folder, &["--json", "-"], manual.as_bytes()));
    let blocks = read["blocks"].as_array().unwrap();
    let last = blocks.last().unwrap();
    assert!(last["text"].as_str().unwrap().contains("the river, below the old bridge"), "{last}");
    assert!(last["raw"].as_str().unwrap().contains("be\u{2010}\n"), "{last}");
    assert!(blocks.iter().rev().skip(1).all(|block| block.get("raw").is_none()));
}

#[test]
fn a_document_is_written_as_markdown() {
    let folder = folder("to-markdown");
    let text = "What there is\n=============\n\n* one\n* two, 2 * 3\n\na)  first *thing*\nb)  second\n";
    fs::write(folder.join("a.txt"), text).unwrap();
    let output = folio(&folder, &["--to", "markdown", "a.txt"]);
    let expected = " What there is\n\n- one\n- two, 2 * 3\n\n* a) first \\*thing\\*\n* b) second\n";
    assert_eq!((text_of(&output).trim_start_matches('#'), output.status.code()), (expected, Some(0)));
    fs::write(folder.join("b.md"), "---\ntitle: T\n---\nText with a [link].\n\n[link]: /x 'y'\n").unwrap();
    let output = folio(&folder, &["--to", "markdown", "b.md"]);
    assert_eq!(text_of(&output), "---\ntitle: T\n---\n\nText with a [link](/x \"y\").\n");
    fs::write(folder.join("empty.txt"), "").unwrap();
    assert_eq!(text_of(&folio(&folder, &["--to", "markdown", "empty.txt"])), "");
}

fn text_of(output: &Output) -> &str {
    text(&output.stdout)
}

#[test]
fn a_pipe_without_an_end_is_written_as_markdown_as_it_comes() {
    let folder = folder("endless-markdown");
    let mut child = command(&folder, &["--to", "markdown", "-"]).stdin(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let lines = "A line like all the others, with *something* in it.\n\n".repeat(1000);
    let writer = std::thread::spawn(move || while input.write_all(lines.as_bytes()).is_ok() {});
    let mut printed = vec![0; 1_000_000];
    child.stdout.take().unwrap().read_exact(&mut printed).unwrap();
    let expected = "A line like all the others, with \\*something\\* in it.";
    assert!(text(&printed).lines().step_by(2).take(1000).all(|line| line == expected));
    assert_eq!(child.wait().unwrap().code(), Some(0));
    writer.join().unwrap();
}

#[test]
fn a_link_is_printed_as_one_wherever_it_is_defined() {
    let folder = folder("defined");
    let filler = "Words to fill the pages between.\n\n".repeat(20_000);
    fs::write(folder.join("late.md"), format!("See [the end].\n\n{filler}[the end]: /x\n")).unwrap();
    let output = folio(&folder, &["--print", "late.md"]);
    assert!(text(&output.stdout).starts_with("See the end.\n"));
}

#[test]
fn a_closed_pipe_is_success() {
    let folder = folder("closed");
    fs::write(folder.join("long.txt"), "A line like all the others of this text.\n\n".repeat(20_000))
        .unwrap();
    let mut child = command(&folder, &["--json", "long.txt"]).spawn().unwrap();
    child.stdout.take().unwrap().read_exact(&mut [0; 10]).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error() {
    let folder = folder("full");
    let full = fs::File::options().write(true).open("/dev/full").unwrap();
    let output = piped_to(full, &folder);
    assert_eq!(text(&output.stderr), "folio: cannot write: no space left on device\n");
    assert_eq!(output.status.code(), Some(1));
}

#[cfg(target_os = "linux")]
fn piped_to(stdout: fs::File, folder: &Path) -> Output {
    fs::write(folder.join("short.txt"), "A line.\n").unwrap();
    command(folder, &["--json", "short.txt"]).stdout(stdout).output().unwrap()
}

const ARTICLE: &str = "A night on the river\n\nThe river had risen in the night and stood now at the third step, brown and quick, and nobody spoke of it.\n\nÜber das Wasser\n\nThe river had fallen by the evening and left, on the third step, a chair and a length of rope.\n";

/// Says in the state folder of `folder` that the heading in the middle of the article is none.
fn correct_article(folder: &Path) {
    fs::write(folder.join("article.txt"), ARTICLE).unwrap();
    let source = Source::from_text("article.txt", ARTICLE);
    let document = format::open(source, format::by_name("plain").unwrap()).unwrap().document;
    let at = u32::try_from(ARTICLE.find("Über").unwrap()).unwrap();
    let review = document.explain(SegmentId(0), at).unwrap().review.unwrap();
    let correction = Correction {
        block: review.block,
        change: Change::NotHeading,
        text: review.text,
        document: "article".to_owned(),
    };
    Store::in_folder(folder.join("state/folio")).remember(&[Edit::Add(correction)]).unwrap();
}

#[test]
fn corrections_are_followed_only_where_that_is_asked_for() {
    let folder = folder("corrected");
    correct_article(&folder);
    let kind = |arguments: &[&str]| object(&folio(&folder, arguments))["blocks"][2]["kind"].clone();
    assert_eq!(kind(&["--json", "article.txt"]), "heading");
    assert_eq!(kind(&["--json", "--corrected", "article.txt"]), "paragraph");
    let outline = |arguments: &[&str]| text(&folio(&folder, arguments).stdout).lines().count();
    assert_eq!(outline(&["--outline", "article.txt"]), 2);
    assert_eq!(outline(&["--outline", "--corrected", "article.txt"]), 1);
    let print = |arguments: &[&str]| folio(&folder, arguments).stdout;
    assert_ne!(print(&["--print", "article.txt"]), print(&["--print", "--corrected", "article.txt"]));
    expect_usage(&folio(&folder, &["--corrected", "--no-state", "article.txt"]), "cannot be used with");
    let export = ["--export-corrections", "learn", "--no-state", "article.txt"];
    expect_usage(&folio(&folder, &export), "cannot be used with");
    fs::write(folder.join("state/folio/corrections.json"), "garbage").unwrap();
    let output = folio(&folder, &["--json", "--corrected", "article.txt"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("corrections.json"), "{}", text(&output.stderr));
}

#[test]
fn corrections_become_documents_to_learn_from() {
    let folder = folder("training");
    correct_article(&folder);
    for _ in 0..2 {
        let output = folio(&folder, &["--export-corrections", "learn", "article.txt"]);
        assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""));
    }
    let read = |name: &str| -> Value {
        serde_json::from_slice(&fs::read(folder.join("learn").join(name)).unwrap()).unwrap()
    };
    let docs = read("manifest.json")["docs"].as_array().unwrap().clone();
    assert_eq!(docs.len(), 1, "a document is listed once");
    let id = docs[0]["id"].as_str().unwrap();
    let truth = read(&format!("{id}.truth.json"));
    let learned = fs::read_to_string(folder.join(format!("learn/{id}.native.txt"))).unwrap();
    assert_eq!(learned, ARTICLE);
    let hard: Vec<_> = (0..4).filter(|&at| truth["blocks"][at]["soft"].is_null()).collect();
    assert_eq!((hard, &truth["blocks"][2]["kind"]), (vec![2], &Value::from("paragraph")));
    let span = &truth["styles"]["native"]["spans"][2];
    let character = |at: usize| usize::try_from(span[at].as_u64().unwrap()).unwrap();
    let quoted: String = ARTICLE.chars().skip(character(0)).take(character(1) - character(0)).collect();
    assert_eq!(quoted, "Über das Wasser");
    fs::write(folder.join("other.txt"), "Nothing was said of this.").unwrap();
    let output = folio(&folder, &["--export-corrections", "learn", "other.txt"]);
    let told = "folio: nothing in other.txt was corrected\n";
    assert_eq!((output.status.code(), text(&output.stdout), text(&output.stderr)), (Some(0), "", told));
}

#[test]
fn without_structure_there_are_only_blocks_of_lines() {
    let folder = folder("verbatim");
    fs::write(folder.join("text.md"), "# One\n\n- two\n- three\n\na | b\n---|---\nc | d\n").unwrap();
    let object = object(&folio(&folder, &["--json", "--structure", "off", "text.md"]));
    let blocks = object["blocks"].as_array().unwrap();
    assert!(blocks.iter().all(|block| block["kind"] == "paragraph"), "{object}");
    assert_eq!(block_texts(&object), "# One\n- two\n- three\na | b\n---|---\nc | d");
    assert_eq!((blocks.len(), &object["format"]), (3, &Value::from("plain")));
}

#[test]
fn notes_are_printed_as_markdown() {
    let folder = folder("notes");
    let file = folder.join("river.md");
    let text = "# The river\n\nIt rises in the hills, and is old when it comes down to the plain where we live.\n\n\
        ## In spring\n\nThe water is high, and boats wait at the bank until the fields have come up again.\n";
    fs::write(&file, text).unwrap();
    let nothing = folio(&folder, &["--notes", "river.md"]);
    assert_eq!(
        (nothing.status.code(), both(&nothing)),
        (Some(0), ("", "folio: there are no notes on river.md\n"))
    );
    let source = Source::open(&file).unwrap().source().unwrap();
    let mut document = format::open(source, format::by_name("markdown").unwrap()).unwrap().up_to(0).document;
    let identity = document.readings().unwrap().identity();
    let segment = document.demand(SegmentId(0)).unwrap();
    let at = u32::try_from(segment.text().find("boats wait").unwrap()).unwrap();
    let range = TextPos::new(SegmentId(0), at)..TextPos::new(SegmentId(0), at + 10);
    let quotation = Quotation::of(&range, &mut |id| document.demand(id)).unwrap();
    let note = Note { id: 1, quotation, color: Color::Pink, text: "for *whom*?".to_owned() };
    Store::in_folder(folder.join("state/folio"))
        .annotate(&identity, &[NoteEdit::Put { note, before: None }])
        .unwrap();
    // The words are found in the file as it is by now.
    fs::write(&file, text.replace("It rises", "Nobody knows why it rises").replace("the hills", "hills"))
        .unwrap();
    let expected = "# The river\n\n## In spring\n\n> boats wait\n\n*pink*: for \\*whom\\*?\n";
    assert_eq!(both(&folio(&folder, &["--notes", "river.md"])), (expected, ""));
    // Another text lies in its place.
    fs::write(&file, "# The lake\n\nNothing of what was said before is left.\n").unwrap();
    let expected = "# The lake\n\n## Not in the text any more\n\n> boats wait\n\n*pink*: for \\*whom\\*?\n";
    assert_eq!(both(&folio(&folder, &["--notes", "river.md"])), (expected, ""));
}

/// What was written to standard output and standard error.
fn both(output: &Output) -> (&str, &str) {
    (text(&output.stdout), text(&output.stderr))
}

#[test]
fn titles_are_without_tags() {
    let folder = folder("titles");
    fs::write(
        folder.join("a.md"),
        "# Boats <a id=\"top\"></a>\n\n## Press <kbd>k</kbd>\n\n## <a id=\"x\"></a>\n",
    )
    .unwrap();
    let outline = folio(&folder, &["--outline", "a.md"]);
    assert_eq!(text(&outline.stdout), "Boats\n  Press k\n  <a id=\"x\"></a>\n");
}

#[test]
#[cfg(target_os = "linux")]
fn what_cannot_be_printed_is_told() {
    let folder = folder("full");
    for arguments in [["--help"], ["--version"], ["--man"]] {
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        let output = command(&folder, &arguments).stdout(full).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        assert!(text(&output.stderr).contains("cannot write"), "{arguments:?}: {}", text(&output.stderr));
    }
}
