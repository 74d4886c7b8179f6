//! An assignment as a link's fragment: `#assignment=1.` and the JSON, compressed and in base64url.
//!
//! The compression is zlib's, by `miniz_oxide`: its check sum tells a changed link from a whole one,
//! and its inflate stops at a limit, however large a hostile link would become.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use miniz_oxide::deflate::compress_to_vec_zlib;
use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_zlib_with_limit};

use super::{LARGEST_FILE, LessonError};

/// What the fragment begins with, before the version.
pub const FRAGMENT: &str = "#assignment=";
/// Letters of the longest link's fragment: mail programs and chats break longer ones. What does
/// not fit is offered as a file.
pub const LONGEST_LINK: usize = 8000;
/// The version of the packing.
const VERSION: u32 = 1;
/// miniz's own "best", short of its slowest: a lesson packs in a millisecond.
const LEVEL: u8 = 9;
/// miniz's fastest: what is kept is written while somebody works.
const QUICK: u8 = 1;

/// The fragment for a JSON text, if it is short enough for a link.
pub(super) fn pack(json: &str) -> Option<String> {
    let bytes = compress_to_vec_zlib(json.as_bytes(), LEVEL);
    let fragment = format!("{FRAGMENT}{VERSION}.{}", URL_SAFE_NO_PAD.encode(bytes));
    (fragment.len() <= LONGEST_LINK).then_some(fragment)
}

/// The JSON text of a fragment; none when it holds no assignment.
///
/// # Errors
/// [`LessonError::Damaged`], [`LessonError::UnknownVersion`], [`LessonError::TooLarge`],
/// [`LessonError::UnpacksTooLarge`].
pub(super) fn unpack(fragment: &str) -> Option<Result<String, LessonError>> {
    let escaped = ["%3D", "%3d"].map(|sign| FRAGMENT.replace('=', sign));
    let mut openings = std::iter::once(FRAGMENT).chain(escaped.iter().map(String::as_str));
    let packed = openings.find_map(|opening| fragment.strip_prefix(opening))?;
    Some(inflate(without_what_follows(packed)))
}

/// Without the full stop, bracket, comma or escaped sign that a mail program or a sentence has put
/// behind it.
fn without_what_follows(packed: &str) -> &str {
    let packed = packed.split('%').next().unwrap_or(packed);
    let of_base64 = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_');
    packed.trim_end_matches(|letter| !of_base64(letter))
}

fn inflate(packed: &str) -> Result<String, LessonError> {
    if packed.len() > LONGEST_LINK {
        return Err(LessonError::TooLarge {
            bytes: packed.len(),
            most: LONGEST_LINK,
        });
    }
    let (version, letters) = packed.split_once('.').ok_or(LessonError::Damaged)?;
    let found = version.parse::<u64>().map_err(|_| LessonError::Damaged)?;
    if found != u64::from(VERSION) {
        return Err(LessonError::UnknownVersion {
            found,
            known: VERSION,
        });
    }
    inflated(letters)
}

/// A text, compressed and in base64url, for a storage that takes texts.
pub fn packed_text(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(compress_to_vec_zlib(text.as_bytes(), QUICK))
}

/// The text of [`packed_text`].
///
/// # Errors
/// [`LessonError::Damaged`], [`LessonError::UnpacksTooLarge`].
pub fn inflated(letters: &str) -> Result<String, LessonError> {
    let bytes = URL_SAFE_NO_PAD.decode(letters);
    let bytes = bytes.map_err(|_| LessonError::Damaged)?;
    let inflated = decompress_to_vec_zlib_with_limit(&bytes, LARGEST_FILE);
    let inflated = inflated.map_err(|error| match error.status {
        TINFLStatus::HasMoreOutput => LessonError::UnpacksTooLarge { most: LARGEST_FILE },
        _ => LessonError::Damaged,
    })?;
    String::from_utf8(inflated).map_err(|_| LessonError::Damaged)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_survives_its_fragment() {
        let text = r#"{"title":"α, β"}"#;
        let packed = pack(text).unwrap();
        assert!(packed.starts_with("#assignment=1."));
        assert_eq!(unpack(&packed), Some(Ok(text.to_owned())));
        assert_eq!(unpack("#elsewhere"), None);
    }

    #[test]
    fn a_text_is_packed_for_a_storage_and_a_changed_one_is_damaged() {
        let text = "{\"title\":\"α, β\"}".repeat(40);
        let packed = packed_text(&text);
        assert!(packed.len() < text.len() / 4);
        assert_eq!(inflated(&packed), Ok(text));
        assert_eq!(inflated(&packed[1..]), Err(LessonError::Damaged));
    }

    #[test]
    fn a_changed_or_shortened_link_is_damaged() {
        let packed = pack(&"{\"title\":\"abc\"}".repeat(9)).unwrap();
        for end in FRAGMENT.len()..packed.len() {
            assert_eq!(
                unpack(&packed[..end]),
                Some(Err(LessonError::Damaged)),
                "{end}"
            );
        }
        let middle = packed.len() - 8;
        for letter in ["A", "!", "ä"] {
            let changed = format!("{}{letter}{}", &packed[..middle], &packed[middle + 1..]);
            let read = unpack(&changed).unwrap();
            assert!(read.is_err() || changed == packed, "{read:?}");
        }
    }

    #[test]
    fn what_a_mail_program_puts_behind_a_link_is_left_out() {
        let packed = pack(r#"{"title":"α, β"}"#).unwrap();
        let whole = unpack(&packed);
        assert!(matches!(whole, Some(Ok(_))));
        for behind in [
            ".", ")", "]", ">", ",", ").", "\"", "”", "%3E", "%22%3E", "...",
        ] {
            assert_eq!(unpack(&format!("{packed}{behind}")), whole, "{behind}");
        }
        assert_eq!(unpack(&packed.replacen('=', "%3D", 1)), whole);
    }

    #[test]
    fn a_bomb_is_stopped_at_the_limit() {
        let bomb = compress_to_vec_zlib(&vec![b' '; 5_000_000], 9);
        let link = format!("{FRAGMENT}1.{}", URL_SAFE_NO_PAD.encode(bomb));
        assert!(link.len() < LONGEST_LINK);
        let most = LARGEST_FILE;
        assert_eq!(
            unpack(&link),
            Some(Err(LessonError::UnpacksTooLarge { most }))
        );
    }

    #[test]
    fn other_versions_and_endless_links_are_named() {
        let version = unpack("#assignment=7.abc").unwrap().unwrap_err();
        assert_eq!(version, LessonError::UnknownVersion { found: 7, known: 1 });
        let long = unpack(&format!("{FRAGMENT}1.{}", "A".repeat(9000))).unwrap();
        assert!(matches!(long, Err(LessonError::TooLarge { .. })));
        assert_eq!(pack(&random_text()), None);
    }

    /// Text that does not compress.
    fn random_text() -> String {
        let mut state = 1u32;
        let mut letter = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            char::from(b'!' + (state >> 25) as u8 % 90)
        };
        (0..20_000).map(|_| letter()).collect()
    }
}
