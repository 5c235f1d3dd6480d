//! The real program in a pseudo-terminal: what it shows, and how it leaves the terminal behind.

#![cfg(unix)]
#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test fails by panicking")]

mod coming_back;
mod pty;

use std::path::{Path, PathBuf};

use pty::{Pty, Setup, file, long_text, wait_until_true};
use regex::Regex;
use rustix::process::Signal;

/// A long text of the test called `name`.
fn text(name: &str) -> PathBuf {
    file(&format!("{name}.txt"), &long_text())
}

/// The program with a long text, its first screen drawn.
fn reading(name: &str) -> Pty {
    let pty = Setup::folio(&[&text(name)]).start();
    pty.wait_for("word001");
    pty
}

#[test]
fn the_first_screen_comes_at_once_and_whole() {
    let pty = reading("first");
    pty.wait_for_sequence("\x1b[?2026l", 1);
    let wire = pty.wire();
    let (first, _) = wire.split_once("\x1b[?2026l").unwrap();
    assert!(first.starts_with("\x1b[?1049h") && first.contains("word001"), "{first:?}");
    assert_eq!(first.matches("\x1b[?2026h").count(), 1);
}

#[test]
fn quitting_leaves_the_terminal_as_it_was() {
    let script = "stty -a; $FOLIO \"$TEXT\"; echo \"status $?\"; stty -a";
    let mut pty = Setup::shell(script, &text("quit")).start();
    pty.wait_for("word001");
    pty.keys("q");
    assert!(pty.wait().success());
    pty.assert_restored();
    let wire = pty.wire();
    let (before, after) = (wire.split("\x1b[?1049h").next(), wire.split("status 0\r\n").last());
    assert_eq!(before, after);
    assert!(before.is_some_and(|settings| settings.contains("icanon")), "{before:?}");
}

#[test]
fn the_screen_follows_the_terminals_size() {
    let pty = reading("resize");
    for (columns, rows) in [(30, 6), (1, 1), (2, 40), (100, 30)] {
        pty.resize(columns, rows);
    }
    pty.wait_for("word008");
    pty.resize(50, 3);
    pty.wait_without("word008");
    pty.wait_for("word001");
}

#[test]
fn the_smallest_terminal_will_do() {
    for (columns, rows) in [(1, 1), (2, 1), (1, 2), (3, 3)] {
        let mut pty = Setup::folio(&[&text("small")]).size(columns, rows).start();
        pty.wait_for_sequence("\x1b[?2026l", 1);
        pty.keys("jjGgq");
        assert!(pty.wait().success(), "{columns}x{rows}");
    }
}

#[test]
fn a_terminal_without_a_size_will_do() {
    let mut pty = Setup::folio(&[&text("unsized")]).size(0, 0).start();
    pty.wait_for_sequence("word001", 1);
    pty.keys("q");
    assert!(pty.wait().success());
}

#[test]
fn keys_come_from_the_terminal_when_the_text_comes_through_a_pipe() {
    let mut pty = Setup::shell("cat \"$TEXT\" | $FOLIO -; echo \"status $?\"", &text("pipe")).start();
    pty.wait_for("word001");
    pty.keys("G");
    pty.wait_for("word300");
    pty.keys("q");
    pty.wait();
    pty.assert_restored();
    assert!(pty.wire().ends_with("status 0\r\n"));
}

#[test]
fn a_pipe_without_an_end_can_be_read_and_left() {
    let script = "while echo \"word$n\"; do n=$((n + 1)); echo; done | $FOLIO -; echo \"status $?\"";
    let mut pty = Setup::shell(script, &text("endless")).start();
    pty.wait_for("word5");
    pty.keys("/word77\r");
    pty.wait_for("1 of");
    pty.keys("q");
    pty.wait();
    pty.assert_restored();
    assert!(pty.wire().ends_with("status 0\r\n"));
}

#[test]
fn a_pipe_is_not_waited_for() {
    let script = "{ read -r _ < \"$TEXT.go\"; printf '\\177ELF\\0\\0'; } | $FOLIO -; echo \"status $?\"";
    let text = text("late");
    let pipe = format!("{}.go", text.display());
    let _ = std::fs::remove_file(&pipe);
    let mode = rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR;
    rustix::fs::mkfifoat(rustix::fs::CWD, &pipe, mode).unwrap();
    let mut pty = Setup::shell(script, &text).start();
    pty.wait_for("waiting");
    std::fs::write(&pipe, "now\n").unwrap();
    pty.wait();
    pty.assert_restored();
    assert!(pty.wire().contains("folio: cannot read standard input: it is a binary file"), "{}", pty.wire());
    assert!(pty.wire().ends_with("status 1\r\n"));
}

#[test]
fn a_signal_ends_the_program_with_the_terminal_restored() {
    for (signal, name) in [
        (Signal::TERM, "Terminated"),
        (Signal::INT, "Interrupt"),
        (Signal::HUP, "Hangup"),
        (Signal::QUIT, "Quit"),
        (Signal::USR1, "User defined signal 1"),
    ] {
        let mut pty = reading("signal");
        assert!(!pty.has_old_line());
        pty.signal(signal);
        let status = pty.wait();
        assert!(status.signal().is_some_and(|death| death.contains(name)), "{status:?}");
        pty.assert_restored();
    }
}

#[test]
#[cfg(debug_assertions)]
fn a_second_signal_ends_a_program_that_hangs() {
    let mut pty = Setup::folio(&[&text("hang")]).env("FOLIO_SABOTAGE", "hang").start();
    pty.wait_for("word001");
    pty.keys("!");
    pty.signal(Signal::INT);
    pty.signal(Signal::TERM);
    assert!(pty.wait().signal().is_some());
    pty.assert_restored();
}

#[test]
#[cfg(debug_assertions)]
fn a_panic_of_the_reader_is_told_on_the_restored_terminal() {
    let mut pty = Setup::folio(&[&text("panic")]).env("FOLIO_SABOTAGE", "panic").start();
    pty.wait_for("word001");
    pty.keys("!");
    assert_eq!(pty.wait().exit_code(), 101);
    pty.assert_restored();
    let wire = pty.wire();
    let (_, after) = wire.rsplit_once("\x1b[?1049l").unwrap();
    assert!(after.contains("panicked") && after.contains("as the test wanted"), "{after:?}");
}

#[test]
#[cfg(debug_assertions)]
fn a_panic_of_a_worker_is_not_seen() {
    let mut pty = Setup::folio(&[&text("worker")]).env("FOLIO_SABOTAGE", "worker-panic").start();
    pty.wait_for("word001");
    pty.keys("!G");
    pty.wait_for("word300");
    assert!(pty.rows().iter().all(|row| !row.contains("panicked")));
    pty.keys("q");
    assert!(pty.wait().success());
    assert!(!pty.wire().contains("as the test wanted"));
}

#[test]
fn a_shell_gets_its_terminal_while_the_program_is_stopped() {
    let script = "set -m; stty -a; $FOLIO \"$TEXT\"; echo 'in between'; stty -a; \
                  echo 'your turn'; read answer; fg >/dev/null; echo \"status $?\"";
    let mut pty = Setup::shell(script, &text("stop")).start();
    pty.wait_for("word001");
    pty.keys("\x1a");
    pty.wait_for("your turn");
    pty.assert_restored();
    pty.keys("go on\n");
    pty.wait_for("word001");
    pty.keys("G");
    pty.wait_for("word300");
    pty.keys("q");
    pty.wait();
    pty.assert_restored();
    let wire = pty.wire();
    let before = wire.split("\x1b[?1049h").next().unwrap();
    let (_, between) = wire.split_once("in between\r\n").unwrap();
    assert!(between.starts_with(before), "{before:?}\n{between:?}");
    assert!(wire.ends_with("status 0\r\n"));
}

#[test]
fn without_job_control_nothing_stops_the_program() {
    let mut pty = reading("leader");
    pty.keys("\x1aG");
    pty.wait_for("word300");
    pty.signal(Signal::TSTP);
    pty.keys("g");
    pty.wait_for("word001");
    pty.keys("q");
    assert!(pty.wait().success());
}

#[test]
fn a_program_that_was_stopped_by_force_takes_the_terminal_again() {
    let pty = reading("force");
    pty.signal(Signal::STOP);
    pty.signal(Signal::CONT);
    pty.wait_for_sequence("\x1b[?1049h", 2);
    pty.wait_for("word001");
}

#[test]
fn a_terminal_that_vanishes_takes_the_program_with_it() {
    let status = reading("vanish").vanish();
    let is_hangup = status.signal().is_some_and(|death| death.contains("Hangup"));
    assert!(is_hangup || status.exit_code() == 129, "{status:?}");
}

#[test]
fn a_vanished_terminal_is_noticed_when_nobody_tells() {
    let told = file("vanish-told.txt", "");
    let script = format!("trap '' HUP; $FOLIO \"$TEXT\"; echo $? >'{}'", told.display());
    let pty = Setup::shell(&script, &text("vanish-ignored")).start();
    pty.wait_for("word001");
    pty.vanish();
    assert_eq!(std::fs::read_to_string(told).unwrap(), "129\n");
}

#[test]
fn nothing_but_known_sequences_is_written_whatever_the_text() {
    let hostile = "word001 \x1b]0;title\x07\x1b[5n\x1b[?1049l\x1bP\u{9b}6n\u{202e}\u{85}\u{7f}&#27;[31m\n\n";
    let path = file("hostile.txt", &hostile.repeat(20));
    let mut pty = Setup::folio(&[&path]).start();
    pty.wait_for("word001");
    pty.keys("jG");
    pty.resize(20, 20);
    pty.keys("gq");
    assert!(pty.wait().success());
    let known = Regex::new(concat!(
        r"^(\x1b\[\?(7|25|1000|1002|1006|1049|2004|2026)[hl]|\x1b\[[<>]1u|\x1b\[2J|\x1b\[[0-9]+;[0-9]+H|\x1b\[[0-9;]+m|",
        r"[^\x00-\x1f\x7f-\x{9f}\x{200e}\x{200f}\x{202a}-\x{202e}\x{2066}-\x{2069}])*$",
    ));
    let wire = pty.wire();
    assert!(known.unwrap().is_match(&wire), "{wire:?}");
}

#[test]
fn a_terminal_that_tells_keys_apart_is_asked_to() {
    let mut pty = reading("keys-apart");
    pty.keys("G");
    pty.wait_without("word001");
    pty.keys("\x0f");
    pty.wait_for("word001");
    // Ctrl-I and Tab, which is the same key elsewhere; Ctrl-[ is Esc.
    pty.keys("\x1b[105;5u");
    pty.wait_without("word001");
    pty.keys(":\x1b[91;5u\x1b[113u");
    assert!(pty.wait().success());
    pty.assert_restored();
    let wire = pty.wire();
    let (asked, taken_back) = (wire.find("\x1b[>1u").unwrap(), wire.find("\x1b[<1u").unwrap());
    // Each screen has its own way.
    assert!(wire.find("\x1b[?1049h").unwrap() < asked && taken_back < wire.rfind("\x1b[?1049l").unwrap());
}

#[test]
fn what_is_copied_goes_to_the_terminals_clipboard() {
    let mut pty = reading("copy");
    pty.keys("/word002\ryy");
    pty.wait_for("paragraph, 30 characters");
    pty.keys("q");
    assert!(pty.wait().success());
    pty.assert_restored();
    let copies: Vec<_> =
        pty.wire().split('\x1b').filter(|part| part.starts_with(']')).map(str::to_owned).collect();
    assert_eq!(
        copies,
        ["]52;c;UGFyYWdyYXBoIHdvcmQwMDIgc3RhbmRzIGhlcmUu"],
        "“Paragraph word002 stands here.” in Base64"
    );
}

#[test]
fn what_the_mouse_selects_is_copied() {
    let mut pty = reading("drag");
    // Press, drag and release in the first row.
    pty.keys("\x1b[<0;15;1M\x1b[<32;19;1M\x1b[<32;25;1M\x1b[<0;25;1m");
    pty.wait_for("selecting");
    pty.keys("y");
    pty.wait_for("selection, 14 characters");
    pty.wait_for_sequence("\x1b]52;c;d29yZDAwMSBzdGFuZHM=\x1b\\", 1);
    // Held below the text, the mouse scrolls on.
    pty.keys("\x1b[<0;15;1M\x1b[<32;15;12M");
    pty.wait_for("word020");
    pty.keys("\x1b[<0;15;12mq");
    assert!(pty.wait().success());
    pty.assert_restored();
}

#[test]
fn what_is_pasted_is_typed_and_presses_no_key() {
    let mut pty = reading("paste");
    let pasted = |text: &str| format!("\x1b[200~{text}\x1b[201~");
    // Where nothing is typed it is nothing, whatever it holds; its end may come late.
    pty.keys(&pasted("q\n:quit\r"));
    pty.keys("\x1b[200~qG");
    pty.keys("q\x1b[201~");
    pty.keys("/");
    pty.keys(&pasted("word150 st\n"));
    pty.wait_for("/word150 st");
    pty.keys("\x15");
    pty.keys(&pasted("word150\r\n"));
    pty.wait_for("word150 stands");
    pty.keys("\ryy");
    pty.wait_for("paragraph, 30 characters");
    pty.keys("q");
    assert!(pty.wait().success());
    pty.assert_restored();
}

/// A program that notes with which arguments it was called, and whether it has a terminal; and where.
fn fake_browser(name: &str) -> (PathBuf, PathBuf) {
    let notes = file(&format!("{name}.notes"), "");
    let script = "#!/bin/sh\n{ echo call $#; printf '%s\\n' \"$@\"; [ -t 0 ] || [ -t 1 ] || [ -t 2 ] || echo alone; } \
        >>\"$0.notes\"\n";
    let browser = file(name, script);
    std::fs::set_permissions(&browser, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    (browser, notes)
}

#[test]
fn only_the_second_key_hands_a_link_to_the_browser() {
    let link = "https://example.org/$(touch%20x)?a=b&c='d'\"e\"#f;g|h";
    let text = file("browser.md", &format!("word001 [one](https://example.com/first) and [two](<{link}>)\n"));
    for (name, command) in [("browser-one", "%s"), ("browser-two", "/nowhere/browser -x:%s --to %s")] {
        let (browser, notes) = fake_browser(name);
        let command = command.split(':').map(|command| match command.strip_prefix("%s") {
            Some(arguments) => format!("{}{arguments}", browser.display()),
            None => command.to_owned(),
        });
        let command = command.collect::<Vec<_>>().join(":");
        let mut pty = Setup::folio(&[&text]).env("BROWSER", &command).size(80, 20).start();
        pty.wait_for("word001");
        pty.keys("\x1bn\r");
        pty.wait_for("https://example.com/first");
        pty.wait_for("Open in the browser?");
        pty.keys("\x1b");
        pty.wait_without("Open in the browser?");
        pty.keys("\x1bn\r");
        pty.wait_for(link);
        pty.keys("\r");
        pty.wait_for("opening https://");
        wait_until_true(|| std::fs::read_to_string(&notes).unwrap().ends_with("alone\n"));
        pty.keys("q");
        assert!(pty.wait().success());
        pty.assert_restored();
        let arguments =
            if name == "browser-one" { format!("call 1\n{link}") } else { format!("call 2\n--to\n{link}") };
        assert_eq!(std::fs::read_to_string(&notes).unwrap(), format!("{arguments}\nalone\n"));
    }
}

#[test]
fn a_browser_that_fails_is_told() {
    let text = file("no-browser.md", "word001 [one](https://example.com/first)\n");
    let mut pty = Setup::folio(&[&text]).env("BROWSER", "false").size(80, 20).start();
    pty.wait_for("word001");
    pty.keys("\x1bn\r");
    pty.wait_for("Open in the browser?");
    pty.keys("\r");
    pty.wait_for("cannot open the link: false failed");
    pty.keys("q");
    assert!(pty.wait().success());
    pty.assert_restored();
}

#[test]
fn a_hostile_text_that_is_copied_cannot_steer_the_terminal() {
    let path = file("copied.txt", "word001 a\x1b\\b\x07\x1b]52;c;aGk=\x07 c\n");
    let mut pty = Setup::folio(&[&path]).start();
    pty.wait_for("word001");
    pty.keys("yyYy");
    pty.wait_for("the source of the paragraph");
    pty.keys("q");
    assert!(pty.wait().success());
    let sequence = Regex::new("\x1b\\]52;c;[A-Za-z0-9+/=]+\x1b\\\\").unwrap();
    let wire = pty.wire();
    assert_eq!(sequence.find_iter(&wire).count(), 2);
    let rest = sequence.replace_all(&wire, "");
    assert!(!rest.contains('\x07') && !rest.contains("\x1b]"), "{wire:?}");
}

#[test]
fn a_file_that_changes_is_reloaded() {
    for options in [&[][..], &["--watch"]] {
        let path = text("changing");
        let arguments: Vec<&Path> = options.iter().map(Path::new).chain([path.as_path()]).collect();
        let mut pty = Setup::folio(&arguments).start();
        pty.wait_for("word001");
        pty.keys("50%");
        pty.wait_for("word150");
        let new = long_text().replace("word150 stands", "word150 stood");
        std::fs::write(&path, format!("A word before all.\n\n{new}")).unwrap();
        if options.is_empty() {
            pty.wait_for("file changed; r reloads");
            pty.keys("r");
        }
        // What is parsed of the text only now may show the new words before that.
        pty.wait_for("file reloaded");
        pty.wait_for("word150 stood");
        // The file that was reloaded is watched in its turn.
        std::fs::write(&path, new.replace("stood", "lay")).unwrap();
        pty.wait_for(if options.is_empty() { "file changed" } else { "word150 lay" });
        std::fs::remove_file(&path).unwrap();
        pty.wait_for("file gone");
        pty.keys("q");
        assert!(pty.wait().success());
        pty.assert_restored();
    }
}
