//! What one run keeps for the next.

use std::path::Path;

use rustix::process::Signal;

use crate::pty::{Pty, Setup, file, long_text, new_folder, wait_until_true};
use crate::text;

/// What the state folder remembers of documents.
fn documents(state: &Path) -> String {
    std::fs::read_to_string(state.join("folio").join("documents.json")).unwrap_or_default()
}

/// Reads to the word, and leaves in this way.
fn read_to_word150(setup: Setup, leave: impl FnOnce(&mut Pty)) {
    let mut pty = setup.start();
    pty.wait_for("word001");
    pty.keys("50%");
    pty.wait_for("word150");
    leave(&mut pty);
    pty.wait();
    pty.assert_restored();
}

fn quit(pty: &mut Pty) {
    pty.keys("q");
}

#[test]
fn whoever_comes_back_is_where_he_was_wherever_the_file_is() {
    let state = new_folder();
    let place = state.to_str().unwrap();
    let (one, other) = (text("back-one"), text("back-other"));
    let leaves: [fn(&mut Pty); 3] = [quit, |pty| pty.signal(Signal::TERM), |pty| pty.signal(Signal::HUP)];
    for leave in leaves {
        read_to_word150(Setup::folio(&[&one]).env("XDG_STATE_HOME", place), leave);
        assert_eq!(documents(&state).lines().count(), 3, "{}", documents(&state));
        let mut pty = Setup::folio(&[&other]).env("XDG_STATE_HOME", place).start();
        pty.wait_for("where you were");
        pty.wait_for("word150");
        let wire = pty.wire();
        let (first, _) = wire.split_once("\x1b[?2026l").unwrap();
        assert!(!first.contains("word001"), "the first frame shows it: {first:?}");
        pty.keys("gq");
        assert!(pty.wait().success());
        assert_eq!(documents(&state).lines().count(), 2, "{}", documents(&state));
    }
}

#[test]
fn whoever_is_killed_has_lost_neither_his_marks_nor_his_place() {
    let state = new_folder();
    let place = state.to_str().unwrap();
    let text = text("back-killed");
    let kill_when_kept = |pty: &mut Pty, is_kept: fn(&str) -> bool| {
        wait_until_true(|| is_kept(&documents(&state)));
        pty.signal(Signal::KILL);
        pty.wait();
    };
    let start = || Setup::folio(&[&text]).env("XDG_STATE_HOME", place).start();
    let mut pty = start();
    pty.wait_for("word001");
    pty.keys("50%");
    pty.wait_for("word150");
    kill_when_kept(&mut pty, |kept| kept.contains("\"place\":"));
    let mut pty = start();
    pty.wait_for("where you were");
    pty.wait_for("word150");
    pty.keys("mag");
    kill_when_kept(&mut pty, |kept| kept.contains("\"marks\":{\"a\":"));
    let mut pty = start();
    pty.wait_for("word");
    pty.keys("g'a");
    pty.wait_for("word150");
    pty.keys("q");
    assert!(pty.wait().success());
}

#[test]
fn whoever_followed_a_link_is_remembered_in_both_files() {
    let state = new_folder();
    let place = state.to_str().unwrap();
    let two = file("linked-two.md", &long_text().replace("word", "other"));
    let name = two.file_name().unwrap().to_str().unwrap();
    let one = file("linked-one.md", &format!("[there]({name}#nowhere) word000\n\n{}", long_text()));
    let mut pty = Setup::folio(&[&one]).env("XDG_STATE_HOME", place).start();
    pty.wait_for("word000");
    pty.keys("\x1bn\r");
    pty.wait_for("other001");
    pty.wait_for("#nowhere is not in this text");
    pty.keys("50%");
    pty.wait_for("other150");
    pty.keys("2\x0f");
    pty.wait_for("word000");
    pty.keys("30%");
    pty.wait_for("word085");
    pty.keys("q");
    assert!(pty.wait().success());
    pty.assert_restored();
    assert_eq!(documents(&state).lines().count(), 4, "{}", documents(&state));
    for (path, word) in [(&one, "word085"), (&two, "other150")] {
        let mut pty = Setup::folio(&[path]).env("XDG_STATE_HOME", place).start();
        pty.wait_for("where you were");
        pty.wait_for(word);
        pty.keys("q");
        pty.wait();
    }
}

#[test]
fn a_pipe_is_known_again() {
    let state = new_folder();
    let place = state.to_str().unwrap();
    let piped = || Setup::shell("cat \"$TEXT\" | $FOLIO -", &text("back-pipe")).env("XDG_STATE_HOME", place);
    read_to_word150(piped(), quit);
    let mut pty = piped().start();
    pty.wait_for("word150");
    pty.wait_for("where you were");
    pty.keys("q");
    pty.wait();
}

#[test]
fn what_comes_through_a_pipe_is_the_file_that_was_read() {
    let state = new_folder();
    let place = state.to_str().unwrap();
    let line = |n: usize| format!("And behind it stands further{n} of these lines.\n\n");
    let more: String = (0..300).map(line).collect();
    let text = file("back-file-and-pipe", &format!("{}{more}", long_text()));
    let file = || Setup::folio(&[&text]).env("XDG_STATE_HOME", place);
    let mut pty = file().start();
    pty.wait_for("word001");
    pty.keys("/word150\rma");
    wait_until_true(|| documents(&state).contains("\"marks\":{\"a\":"));
    pty.keys("q");
    pty.wait();
    for script in [
        "cat \"$TEXT\" | $FOLIO -",
        "(head -c 20000 \"$TEXT\"; sleep 0.3; tail -c +20001 \"$TEXT\") | $FOLIO -",
    ] {
        let mut pty = Setup::shell(script, &text).env("XDG_STATE_HOME", place).start();
        pty.wait_for("word150");
        pty.wait_for("where you were");
        pty.keys("G");
        pty.wait_for("further299");
        pty.keys("'a");
        pty.wait_for("word150");
        pty.keys("q");
        pty.wait();
        assert_eq!(documents(&state).lines().count(), 3, "{}", documents(&state));
        assert!(documents(&state).contains("back-file-and-pipe"), "{}", documents(&state));
    }
    let mut pty = file().start();
    pty.wait_for("word150");
    pty.keys("q");
    pty.wait();
}

#[test]
fn a_file_that_grew_at_its_top_is_come_back_to() {
    let state = new_folder();
    let place = state.to_str().unwrap();
    let text = text("back-grown");
    read_to_word150(Setup::folio(&[&text]).env("XDG_STATE_HOME", place), |pty| pty.keys("maq"));
    let entry = |n: usize| format!("A new entry {n} on top of the others.\n\n");
    let new: String = (0..400).map(entry).collect();
    std::fs::write(&text, new + &long_text()).unwrap();
    let mut pty = Setup::folio(&[&text]).env("XDG_STATE_HOME", place).start();
    pty.wait_for("word150");
    pty.keys("g");
    pty.wait_for("A new entry 0");
    pty.keys("'a");
    pty.wait_for("word150");
    pty.keys("q");
    pty.wait();
    // What was kept of it as it was before is in no entry of its own any more.
    assert_eq!(documents(&state).lines().count(), 3, "{}", documents(&state));
}

#[test]
fn without_state_nothing_is_read_or_written() {
    let state = new_folder();
    let place = state.to_str().unwrap();
    let text = text("back-nothing");
    let without = || Setup::folio(&[Path::new("--no-state"), &text]).env("XDG_STATE_HOME", place);
    read_to_word150(without(), quit);
    read_to_word150(without(), |pty| pty.keys(":quit\r"));
    assert!(!state.exists());
    read_to_word150(Setup::folio(&[&text]).env("XDG_STATE_HOME", place), quit);
    let kept = documents(&state);
    read_to_word150(without(), |pty| pty.keys("gq"));
    assert_eq!(documents(&state), kept);
}

#[test]
fn lines_that_were_typed_are_there_in_the_next_run() {
    let state = new_folder();
    let place = state.to_str().unwrap();
    let (one, other) = (text("lines-one"), text("lines-other"));
    let mut pty = Setup::folio(&[&one]).env("XDG_STATE_HOME", place).start();
    pty.wait_for("word001");
    pty.keys("/word20\r");
    pty.wait_for("1 of 10");
    pty.keys(":goto 50%\r:quit\r");
    assert!(pty.wait().success());
    pty.assert_restored();
    let kept = std::fs::read_to_string(state.join("folio").join("lines.json")).unwrap();
    assert_eq!(kept.matches("\"line\"").count(), 3, "{kept}");
    let mut pty = Setup::folio(&[&other]).env("XDG_STATE_HOME", place).start();
    pty.wait_for("word150");
    for (begin, line) in [("/", "/word20"), ("\x03:g", ":goto 50%")] {
        pty.keys(begin);
        // They come from another thread.
        wait_until_true(|| {
            pty.keys("\x1b[A");
            pty.rows().iter().any(|row| row.starts_with(line))
        });
    }
    pty.keys("\rq");
    assert!(pty.wait().success());
    pty.assert_restored();
}

#[test]
fn a_state_that_cannot_be_kept_is_told_and_does_no_harm() {
    let text = text("back-broken");
    let file = file("back-no-folder", "");
    let broken = Setup::folio(&[&text]).env("XDG_STATE_HOME", file.to_str().unwrap());
    read_and_hear(broken, "50%q", "where you were is not remembered");
    let state = new_folder();
    std::fs::create_dir_all(state.join("folio")).unwrap();
    std::fs::write(state.join("folio").join("documents.json"), "garbage").unwrap();
    let garbage = Setup::folio(&[&text]).env("XDG_STATE_HOME", state.to_str().unwrap());
    read_and_hear(garbage, "50%q", "was unreadable and is now documents.json.unreadable");
    let homeless = Setup::shell("env -u XDG_STATE_HOME HOME=/dev/null/nowhere $FOLIO \"$TEXT\"", &text);
    read_and_hear(homeless, "50%q", "where you were is not remembered");
    let broken = Setup::folio(&[&text]).env("XDG_STATE_HOME", file.to_str().unwrap());
    read_and_hear(broken, "ihiq", "corrections are not remembered");
}

/// Reads with `keys`, the last of which quits, and sees what is told behind the last screen.
fn read_and_hear(setup: Setup, keys: &str, trouble: &str) {
    let mut pty = setup.start();
    pty.wait_for("word001");
    pty.wait_for("where you were is not known");
    pty.keys(keys);
    assert!(pty.wait().success());
    let wire = pty.wire();
    let after = wire.rsplit("\x1b[?1049l").next().unwrap_or_default();
    assert!(after.contains(trouble), "{after:?}");
}
