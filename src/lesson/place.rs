//! Where something stands in a JSON text: by its path (`answer.options[1].text`), or by the place at which
//! a reader gave up, which is behind it.

/// Blocks inside one another that are followed.
const DEEPEST: usize = 64;

/// A value in a text.
#[derive(Debug)]
struct Found {
    path: String,
    /// Where it begins, in bytes; of a field, its name.
    start: usize,
    /// Where its value begins.
    value: usize,
    /// Behind it.
    end: usize,
    /// Whether it is a block in braces.
    block: bool,
}

/// Line and column, from 1, of the value at a path, or of the nearest one that holds it.
pub fn place_in(text: &str, path: &str) -> Option<(usize, usize)> {
    let found = values(text);
    let mut path = path;
    loop {
        if let Some(found) = found.iter().find(|found| found.path == path) {
            return Some(line_and_column(text, found.value));
        }
        path = path.get(..path.rfind(['.', '['])?)?;
    }
}

/// Line and column, from 1, of the last name or value that begins before a place in bytes.
pub(super) fn before(text: &str, offset: usize) -> (usize, usize) {
    let found = values(text);
    let starts = found.iter().flat_map(|found| [found.start, found.value]);
    let last = starts.filter(|start| *start < offset).max();
    line_and_column(text, last.unwrap_or(offset.min(text.len())))
}

/// The same of the block that ends at a place.
pub(super) fn block_ending(text: &str, offset: usize) -> (usize, usize) {
    let found = values(text);
    let blocks = found
        .iter()
        .filter(|found| found.block && found.end <= offset);
    let last = blocks.max_by_key(|found| (found.end, found.start));
    line_and_column(text, last.map_or(0, |found| found.value))
}

/// The same of the last block before a place whose path ends like this, or of a field in it.
pub(super) fn block_named(
    text: &str,
    offset: usize,
    name: &str,
    field: Option<&str>,
) -> (usize, usize) {
    let found = values(text);
    let is_named = |found: &&Found| {
        let path = found.path.as_str();
        let path = path.strip_suffix(']').map_or(path, |path| {
            path.rsplit_once('[').map_or(path, |(list, _)| list)
        });
        found.block && found.end <= offset && path.rsplit('.').next() == Some(name)
    };
    let Some(block) = found.iter().filter(is_named).max_by_key(|found| found.end) else {
        return before(text, offset);
    };
    let inside = field.and_then(|field| {
        let path = format!("{}.{field}", block.path);
        found.iter().find(|found| found.path == path)
    });
    line_and_column(text, inside.map_or(block.value, |found| found.start))
}

/// The bytes before a line and column as `serde_json` counts them: columns in bytes.
pub(super) fn offset(text: &str, line: usize, column: usize) -> usize {
    let before = text.split_inclusive('\n').take(line.saturating_sub(1));
    before.map(str::len).sum::<usize>() + column
}

fn line_and_column(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.rsplit_once('\n').map_or(before, |(_, line)| line);
    (before.matches('\n').count() + 1, line.chars().count() + 1)
}

/// Every value of a text, as far as it is JSON.
fn values(text: &str) -> Vec<Found> {
    let mut reader = Reader {
        text,
        at: 0,
        found: Vec::new(),
    };
    reader.value("", None, 0);
    reader.found
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    found: Vec<Found>,
}

impl Reader<'_> {
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while self.byte().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.at += 1;
        }
    }

    fn takes(&mut self, byte: u8) -> bool {
        self.space();
        let is_next = self.byte() == Some(byte);
        self.at += usize::from(is_next);
        is_next
    }

    /// A value and all in it; false where the text is none any more.
    fn value(&mut self, path: &str, name: Option<usize>, depth: usize) -> bool {
        self.space();
        let start = self.at;
        let place = self.found.len();
        let block = self.byte() == Some(b'{');
        self.found.push(Found {
            path: path.to_owned(),
            start: name.unwrap_or(start),
            value: start,
            end: usize::MAX,
            block,
        });
        let whole = match self.byte() {
            _ if depth > DEEPEST => false,
            Some(b'{') => self.fields(path, depth),
            Some(b'[') => self.items(path, depth),
            Some(b'"') => self.string().is_some(),
            Some(_) => self.word(),
            None => false,
        };
        if whole && let Some(found) = self.found.get_mut(place) {
            found.end = self.at;
        }
        whole
    }

    fn fields(&mut self, path: &str, depth: usize) -> bool {
        self.at += 1;
        if self.takes(b'}') {
            return true;
        }
        loop {
            self.space();
            let start = self.at;
            let Some(name) = self.string() else {
                return false;
            };
            let dot = if path.is_empty() { "" } else { "." };
            let inner = format!("{path}{dot}{name}");
            if !self.takes(b':') || !self.value(&inner, Some(start), depth + 1) {
                return false;
            }
            if !self.takes(b',') {
                return self.takes(b'}');
            }
        }
    }

    fn items(&mut self, path: &str, depth: usize) -> bool {
        self.at += 1;
        if self.takes(b']') {
            return true;
        }
        for index in 0.. {
            if !self.value(&format!("{path}[{index}]"), None, depth + 1) {
                return false;
            }
            if !self.takes(b',') {
                break;
            }
        }
        self.takes(b']')
    }

    /// A string as it is written, without its quotation marks.
    fn string(&mut self) -> Option<String> {
        if self.byte() != Some(b'"') {
            return None;
        }
        let from = self.at + 1;
        let mut escaped = false;
        let end = self.text.get(from..)?.find(|letter: char| {
            let ends = letter == '"' && !escaped;
            escaped = letter == '\\' && !escaped;
            ends
        })?;
        self.at = from + end + 1;
        self.text.get(from..from + end).map(str::to_owned)
    }

    /// A number, or one of the words.
    fn word(&mut self) -> bool {
        let from = self.at;
        let ends = |byte: u8| byte.is_ascii_whitespace() || b",]}:[{\"".contains(&byte);
        while self.byte().is_some_and(|byte| !ends(byte)) {
            self.at += 1;
        }
        self.at > from
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "{\n  \"id\": \"a\",\n  \"answer\": {\n    \"options\": [\n      { \"text\": \"é\" },\n      { \"text\": 3 }\n    ]\n  }\n}";

    #[test]
    fn a_path_has_the_line_and_column_of_its_value() {
        assert_eq!(place_in(TEXT, "id"), Some((2, 9)));
        assert_eq!(place_in(TEXT, "answer"), Some((3, 13)));
        assert_eq!(place_in(TEXT, "answer.options[1].text"), Some((6, 17)));
        // What is not there is looked for where it would stand.
        assert_eq!(place_in(TEXT, "answer.options[1].right_when"), Some((6, 7)));
        assert_eq!(place_in(TEXT, "answer.quantity"), Some((3, 13)));
        assert_eq!(place_in(TEXT, "nowhere"), None);
    }

    #[test]
    fn text_that_is_no_json_is_followed_as_far_as_it_goes() {
        assert_eq!(place_in("{ \"a\": 1, \"b\": ", "a"), Some((1, 8)));
        assert_eq!(place_in("", "a"), None);
        assert_eq!(before("[1, 2", 5), (1, 5));
        let deep = "[".repeat(100_000);
        assert!(values(&deep).len() < 100);
    }
}
