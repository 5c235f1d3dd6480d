//! Keys, mouse and pastes as the application knows them.

use std::time::{Duration, Instant};

use crossterm::event::{
    Event as Raw, KeyCode as RawCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent,
    MouseEventKind,
};

use crate::app::{Event, Key, KeyCode, Mouse, MouseKind, Size};

/// Waits for the next event. An error says that there will be no more.
///
/// This may wait for ever although there was input, when only the beginning of a sequence has
/// arrived; so it wants a thread of its own, and neither signals nor a vanished terminal can be
/// left to it.
pub fn read(clicks: &mut Clicks) -> std::io::Result<Event> {
    loop {
        match event(crossterm::event::read()?) {
            Some(Event::Mouse(mouse)) => return Ok(Event::Mouse(clicks.told(mouse, Instant::now()))),
            Some(event) => return Ok(event),
            None => {}
        }
    }
}

/// Tells the second and third click of several from single ones: terminals do not.
#[derive(Debug, Default)]
pub struct Clicks {
    /// When and where the button went down last, if the mouse has done nothing else there.
    last: Option<(Instant, u16, u16)>,
}

impl Clicks {
    /// What the mouse did `now`, a press told as another one if it is.
    fn told(&mut self, mouse: Mouse, now: Instant) -> Mouse {
        /// Between two clicks of a double one: what desktops have for it.
        const MOST: Duration = Duration::from_millis(500);
        let Mouse { kind, column, row } = mouse;
        let is_same = |&(at, x, y): &(Instant, u16, u16)| {
            (x, y) == (column, row) && now.saturating_duration_since(at) <= MOST
        };
        let is_again = self.last.as_ref().is_some_and(is_same);
        match kind {
            MouseKind::Press => {
                self.last = Some((now, column, row));
                if is_again { Mouse { kind: MouseKind::PressAgain, ..mouse } } else { mouse }
            }
            MouseKind::Release if is_again => mouse,
            _ => {
                self.last = None;
                mouse
            }
        }
    }
}

/// What `raw` means to the application, if anything.
fn event(raw: Raw) -> Option<Event> {
    match raw {
        Raw::Key(raw) => key(raw).map(Event::Key),
        Raw::Mouse(raw) => mouse(raw).map(Event::Mouse),
        Raw::Paste(text) => Some(Event::Paste(text)),
        // On Unix the signal tells it, also when this thread waits for the end of a sequence.
        Raw::Resize(columns, rows) => cfg!(windows).then_some(Event::Resize(Size { columns, rows })),
        Raw::FocusGained | Raw::FocusLost => None,
    }
}

fn key(raw: KeyEvent) -> Option<Key> {
    if raw.kind == KeyEventKind::Release {
        return None;
    }
    let ctrl = raw.modifiers.contains(KeyModifiers::CONTROL);
    let code = key_code(raw.code)?;
    let same = same_key(code).filter(|_| ctrl);
    let (code, ctrl) = same.map_or((code, ctrl), |code| (code, false));
    let shows_shift = matches!(code, KeyCode::Char(_) | KeyCode::BackTab);
    Some(Key {
        code,
        ctrl,
        alt: raw.modifiers.contains(KeyModifiers::ALT),
        shift: raw.modifiers.contains(KeyModifiers::SHIFT) && !shows_shift,
    })
}

/// The key that with Ctrl is another one wherever keys are not told apart, and is to be so everywhere: nobody wants the
/// two for two things, as with Ctrl-I and Tab.
fn same_key(code: KeyCode) -> Option<KeyCode> {
    match code {
        KeyCode::Char('[') => Some(KeyCode::Esc),
        KeyCode::Char('m') => Some(KeyCode::Enter),
        _ => None,
    }
}

fn key_code(raw: RawCode) -> Option<KeyCode> {
    Some(match raw {
        RawCode::Char(c) => KeyCode::Char(c),
        RawCode::F(number) => KeyCode::F(number),
        RawCode::Enter => KeyCode::Enter,
        RawCode::Esc => KeyCode::Esc,
        RawCode::Tab => KeyCode::Tab,
        RawCode::BackTab => KeyCode::BackTab,
        RawCode::Backspace => KeyCode::Backspace,
        RawCode::Delete => KeyCode::Delete,
        RawCode::Insert => KeyCode::Insert,
        RawCode::Up => KeyCode::Up,
        RawCode::Down => KeyCode::Down,
        RawCode::Left => KeyCode::Left,
        RawCode::Right => KeyCode::Right,
        RawCode::Home => KeyCode::Home,
        RawCode::End => KeyCode::End,
        RawCode::PageUp => KeyCode::PageUp,
        RawCode::PageDown => KeyCode::PageDown,
        _ => return None,
    })
}

fn mouse(raw: MouseEvent) -> Option<Mouse> {
    let kind = match raw.kind {
        MouseEventKind::Down(MouseButton::Left) => MouseKind::Press,
        MouseEventKind::Drag(MouseButton::Left) => MouseKind::Drag,
        MouseEventKind::Up(MouseButton::Left) => MouseKind::Release,
        MouseEventKind::ScrollUp => MouseKind::WheelUp,
        MouseEventKind::ScrollDown => MouseKind::WheelDown,
        _ => return None,
    };
    Some(Mouse { kind, column: raw.column, row: raw.row })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(code: RawCode, modifiers: KeyModifiers) -> Option<Key> {
        key(KeyEvent::new(code, modifiers))
    }

    #[test]
    fn keys_carry_the_modifiers_that_their_code_does_not_show() {
        let plain = Key::plain;
        for (code, modifiers, expected) in [
            (RawCode::Char('j'), KeyModifiers::NONE, plain(KeyCode::Char('j'))),
            (RawCode::Char('G'), KeyModifiers::SHIFT, plain(KeyCode::Char('G'))),
            (RawCode::BackTab, KeyModifiers::SHIFT, plain(KeyCode::BackTab)),
            (RawCode::Char('d'), KeyModifiers::CONTROL, Key { ctrl: true, ..plain(KeyCode::Char('d')) }),
            (RawCode::Char('i'), KeyModifiers::CONTROL, Key { ctrl: true, ..plain(KeyCode::Char('i')) }),
            (RawCode::Char('['), KeyModifiers::CONTROL, plain(KeyCode::Esc)),
            (RawCode::Char('m'), KeyModifiers::CONTROL, plain(KeyCode::Enter)),
            (RawCode::Char('x'), KeyModifiers::ALT, Key { alt: true, ..plain(KeyCode::Char('x')) }),
            (RawCode::Left, KeyModifiers::SHIFT, Key { shift: true, ..plain(KeyCode::Left) }),
            (RawCode::F(1), KeyModifiers::NONE, plain(KeyCode::F(1))),
        ] {
            assert_eq!(press(code, modifiers), Some(expected));
        }
    }

    #[test]
    fn releases_and_unknown_keys_are_nothing() {
        let release = KeyEvent { kind: KeyEventKind::Release, ..KeyEvent::from(RawCode::Enter) };
        assert_eq!(key(release), None);
        assert_eq!(press(RawCode::CapsLock, KeyModifiers::NONE), None);
    }

    #[test]
    fn repeated_keys_count() {
        let repeat = KeyEvent { kind: KeyEventKind::Repeat, ..KeyEvent::from(RawCode::Down) };
        assert_eq!(key(repeat), Some(Key::plain(KeyCode::Down)));
    }

    #[test]
    fn a_press_is_another_one_soon_after_on_the_same_cell() {
        use MouseKind::{Drag, Press, PressAgain, Release, WheelUp};
        let (mut clicks, start) = (Clicks::default(), Instant::now());
        for (kind, column, milliseconds, expected) in [
            (Press, 3, 0, Press),
            (Release, 3, 90, Release),
            (Press, 3, 200, PressAgain),
            (Release, 3, 290, Release),
            (Press, 3, 400, PressAgain),
            (Release, 3, 450, Release),
            (Press, 4, 500, Press),
            (Release, 4, 550, Release),
            (Press, 4, 1001, Press),
            (Release, 4, 1010, Release),
            (WheelUp, 4, 1020, WheelUp),
            (Press, 4, 1100, Press),
            (Drag, 5, 1110, Drag),
            (Release, 4, 1120, Release),
            (Press, 4, 1130, Press),
        ] {
            let mouse = Mouse { kind, column, row: 7 };
            let told = clicks.told(mouse, start + Duration::from_millis(milliseconds));
            assert_eq!(told, Mouse { kind: expected, ..mouse }, "after {milliseconds} ms");
        }
    }

    #[test]
    fn of_the_buttons_only_the_left_one_counts() {
        let at = |kind| mouse(MouseEvent { kind, column: 3, row: 4, modifiers: KeyModifiers::NONE });
        let expected = |kind| Some(Mouse { kind, column: 3, row: 4 });
        assert_eq!(at(MouseEventKind::Down(MouseButton::Left)), expected(MouseKind::Press));
        assert_eq!(at(MouseEventKind::Drag(MouseButton::Left)), expected(MouseKind::Drag));
        assert_eq!(at(MouseEventKind::Up(MouseButton::Left)), expected(MouseKind::Release));
        assert_eq!(at(MouseEventKind::ScrollDown), expected(MouseKind::WheelDown));
        assert_eq!(at(MouseEventKind::ScrollUp), expected(MouseKind::WheelUp));
        assert_eq!(at(MouseEventKind::Down(MouseButton::Right)), None);
        assert_eq!(at(MouseEventKind::Moved), None);
    }
}
