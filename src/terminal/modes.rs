//! The modes we ask of the terminal, and the string that takes all of them back.

/// Asks for the alternate screen, without a cursor, with pastes marked as such, and without wrapping
/// at the right edge: so a cluster that the terminal takes for wider than we do cannot scroll the
/// screen. The last asks for keys that are told apart, as Ctrl-I and Tab; terminals that cannot do so
/// ignore it.
pub(super) const ENTER: &str = "\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[?2004h\x1b[>1u";

/// Asks for presses, the wheel and drags with the left button, in coordinates of any size.
pub(super) const CAPTURE_MOUSE: &str = "\x1b[?1000h\x1b[?1002h\x1b[?1006h";

/// Leaves the mouse to the terminal.
pub(super) const RELEASE_MOUSE: &str = "\x1b[?1006l\x1b[?1002l\x1b[?1000l";

/// Begins a synchronized update: what follows is shown at once when it ends. Terminals that do not
/// know it ignore it.
pub(super) const BEGIN_FRAME: &str = "\x1b[?2026h";

/// Ends a synchronized update.
pub(super) const END_FRAME: &str = "\x1b[?2026l";

/// Takes everything back, in whichever state the terminal is, even in the middle of a frame.
pub(super) const RESTORE: &str = concat!(
    "\x1b[?2026l",                         // no frame is under way
    "\x1b[?1006l\x1b[?1002l\x1b[?1000l",   // the mouse is the terminal's
    "\x1b[?2004l\x1b[?7h\x1b[0m\x1b[?25h", // pastes unmarked, wrapping, no style, a cursor
    "\x1b[<1u",    // keys told as before, while the screen is ours: each has its own way
    "\x1b[?1049l", // the normal screen, as it was
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mode_is_taken_back() {
        for mode in [ENTER, CAPTURE_MOUSE, BEGIN_FRAME].concat().split('\x1b').skip(1) {
            let opposite = match mode.split_at(mode.len() - 1) {
                (mode, "h") => format!("\x1b{mode}l"),
                ("[>1", "u") => "\x1b[<1u".to_owned(),
                (mode, _) => format!("\x1b{mode}h"),
            };
            assert!(RESTORE.contains(&opposite), "{mode}");
        }
    }

    #[test]
    fn releasing_the_mouse_undoes_capturing_it() {
        assert!(RESTORE.contains(RELEASE_MOUSE));
    }
}
