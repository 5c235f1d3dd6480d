//! Handing an address to the program that the reader has for it. No shell takes part.

use std::ffi::{OsStr, OsString};
use std::io::{self, ErrorKind};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::app::links::Address;

/// What the system has for it, where the reader has not said otherwise.
#[cfg(target_os = "macos")]
const OF_SYSTEM: &str = "open";
#[cfg(windows)]
const OF_SYSTEM: &str = "explorer";
#[cfg(not(any(target_os = "macos", windows)))]
const OF_SYSTEM: &str = "xdg-open";

/// What stands between the programs in `$BROWSER`.
const SEPARATOR: char = if cfg!(windows) { ';' } else { ':' };

/// A program that ends later than this has shown something, however it ends.
const SOON: Duration = Duration::from_secs(10);

/// Opens an address: by the first program in `$BROWSER` that can be started, or else by that of the system.
/// Returns when that program ends, which may be long in coming.
pub(super) fn open(address: &Address) -> Result<()> {
    let browsers = std::env::var_os("BROWSER").unwrap_or_default();
    let mut failed = None;
    for command in commands(&browsers, address) {
        let name = command.first().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        match start(&command) {
            Ok(mut program) => {
                let started = Instant::now();
                let status = program.wait().with_context(|| name.clone())?;
                let has_failed = !is_fine(status) && started.elapsed() < SOON;
                return if has_failed { bail!("{name} failed") } else { Ok(()) };
            }
            Err(error) => failed = Some(format!("{name}: {}", said(&error))),
        }
    }
    bail!("{}", failed.unwrap_or_default())
}

/// Programs with their arguments, those of `$BROWSER` first.
fn commands(browsers: &OsStr, address: &Address) -> Vec<Vec<OsString>> {
    let browsers = browsers.to_string_lossy();
    let chosen = browsers.split(SEPARATOR).filter_map(|browser| command(browser, address.as_str()));
    let of_system = vec![OsString::from(OF_SYSTEM), address.as_str().into()];
    chosen.chain([of_system]).collect()
}

/// The words of one program in `$BROWSER`, where `%s` in them stands for the address, `%c` for a colon and `%%`
/// for `%`. The address comes last where none of them has it.
fn command(browser: &str, address: &str) -> Option<Vec<OsString>> {
    let mut has_address = false;
    let mut filled = |word: &str| {
        let (mut filled, mut signs) = (String::new(), word.chars());
        while let Some(sign) = signs.next() {
            match (sign, signs.as_str().chars().next()) {
                ('%', Some('s')) => {
                    has_address = true;
                    filled.push_str(address);
                }
                ('%', Some('c')) => filled.push(':'),
                ('%', Some('%')) => filled.push('%'),
                (sign, _) => {
                    filled.push(sign);
                    continue;
                }
            }
            signs.next();
        }
        OsString::from(filled)
    };
    let mut words: Vec<_> = browser.split_whitespace().map(&mut filled).collect();
    if words.is_empty() {
        return None;
    }
    if !has_address {
        words.push(address.into());
    }
    Some(words)
}

/// Starts a program apart from this one: it has no part in the terminal, and outlives it.
fn start(words: &[OsString]) -> io::Result<Child> {
    let (program, arguments) = words.split_first().ok_or(ErrorKind::NotFound)?;
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    command.spawn()
}

/// Whether a program has done what it was to. That of Windows never says so.
fn is_fine(status: ExitStatus) -> bool {
    status.success() || cfg!(windows)
}

/// Why a program was not started.
fn said(error: &io::Error) -> &'static str {
    match error.kind() {
        ErrorKind::NotFound => "there is no such program",
        ErrorKind::PermissionDenied => "permission denied",
        _ => "it cannot be started",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(browser: &str) -> Option<Vec<String>> {
        let words = command(browser, "http://a.org/%s?x");
        words.map(|words| words.into_iter().map(|word| word.into_string().unwrap()).collect())
    }

    #[test]
    fn the_address_is_one_argument() {
        for (browser, expected) in [
            ("firefox", vec!["firefox", "http://a.org/%s?x"]),
            ("  w3m   -new  %s ", vec!["w3m", "-new", "http://a.org/%s?x"]),
            ("x --url=%s;rm %%s %c%z %", vec!["x", "--url=http://a.org/%s?x;rm", "%s", ":%z", "%"]),
            ("$(rm)`x`&", vec!["$(rm)`x`&", "http://a.org/%s?x"]),
        ] {
            assert_eq!(words(browser).unwrap(), expected, "{browser}");
        }
        assert_eq!(words(" "), None);
    }
}
