//! Short names for what a module imports.
//!
//! wasm-bindgen names each of some two hundred functions by what it does and by a hash, once in the module and
//! once in its JavaScript: 4 KB of a first visit that compress badly. Nothing else refers to them.

use std::collections::BTreeMap;
use std::io::{Error, Result};

/// The beginning of a module: its magic and its version.
const PREAMBLE: usize = 8;
/// The section of imports, and an import that is a function.
const IMPORTS: u8 = 2;
const FUNCTION: u8 = 0;
const LETTERS: usize = 26;

/// A module and its JavaScript, with the functions that it imports under short names in both.
pub(crate) fn shortened(wasm: &[u8], script: &str) -> Result<(Vec<u8>, String)> {
    let mut names = BTreeMap::new();
    let (preamble, mut rest) = wasm.split_at_checked(PREAMBLE).ok_or_else(cut_off)?;
    let mut module = preamble.to_vec();
    while let [id, after @ ..] = rest {
        let mut reader = Reader(after);
        let body = reader.bytes()?;
        rest = reader.0;
        let renamed = if *id == IMPORTS {
            imports(body, &mut names)?
        } else {
            body.to_vec()
        };
        module.push(*id);
        write_bytes(&mut module, &renamed);
    }
    Ok((module, replaced(script, &names)?))
}

/// The section with the names replaced, which are noted.
fn imports(body: &[u8], names: &mut BTreeMap<String, String>) -> Result<Vec<u8>> {
    let mut reader = Reader(body);
    let count = reader.number()?;
    let mut section = Vec::new();
    write_number(&mut section, count);
    for _ in 0..count {
        let module = reader.bytes()?;
        let name = String::from_utf8(reader.bytes()?.to_vec()).map_err(Error::other)?;
        let [FUNCTION, after @ ..] = reader.0 else {
            return Err(Error::other("the module imports more than functions"));
        };
        reader.0 = after;
        let of_type = reader.number()?;
        let short = short(names.len());
        write_bytes(&mut section, module);
        write_bytes(&mut section, short.as_bytes());
        section.push(FUNCTION);
        write_number(&mut section, of_type);
        names.insert(name, short);
    }
    Ok(section)
}

/// `a`, `b`, …, `z`, `aa`, …
fn short(mut number: usize) -> String {
    let mut name = String::new();
    loop {
        name.insert(0, char::from(b'a' + (number % LETTERS) as u8));
        number /= LETTERS;
        if number == 0 {
            return name;
        }
        number -= 1;
    }
}

/// A script in which each of these keys of an object has its short name.
fn replaced(script: &str, names: &BTreeMap<String, String>) -> Result<String> {
    let is_part = |character: char| character.is_ascii_alphanumeric() || "_$".contains(character);
    let mut code = String::new();
    let mut found = 0;
    let mut rest = script;
    while !rest.is_empty() {
        let (word, after) = rest.split_at(rest.find(|c| !is_part(c)).unwrap_or(rest.len()));
        let key = names.get(word).filter(|_| after.starts_with(':'));
        found += usize::from(key.is_some());
        code.push_str(key.map_or(word, String::as_str));
        let (between, next) = after.split_at(after.find(is_part).unwrap_or(after.len()));
        code.push_str(between);
        rest = next;
    }
    if found == names.len() {
        Ok(code)
    } else {
        Err(Error::other(
            "wasm-bindgen writes its JavaScript differently",
        ))
    }
}

/// What is left to read of a module.
struct Reader<'m>(&'m [u8]);

impl<'m> Reader<'m> {
    /// A number in LEB128.
    fn number(&mut self) -> Result<u32> {
        let mut number = 0;
        for shift in (0..u32::BITS).step_by(7) {
            let (&byte, rest) = self.0.split_first().ok_or_else(cut_off)?;
            self.0 = rest;
            number |= u32::from(byte & 0x7F) << shift;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(Error::other("a number in the module is too long"))
    }

    /// Bytes after their count.
    fn bytes(&mut self) -> Result<&'m [u8]> {
        let length = self.number()? as usize;
        let (bytes, rest) = self.0.split_at_checked(length).ok_or_else(cut_off)?;
        self.0 = rest;
        Ok(bytes)
    }
}

fn cut_off() -> Error {
    Error::other("the module is cut off")
}

fn write_number(to: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        to.push(number as u8 | 0x80);
        number >>= 7;
    }
    to.push(number as u8);
}

fn write_bytes(to: &mut Vec<u8>, bytes: &[u8]) {
    write_number(to, bytes.len() as u32);
    to.extend(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A module that imports these functions, and has a section behind.
    fn module(names: &[&str]) -> Vec<u8> {
        let mut section = Vec::new();
        write_number(&mut section, names.len() as u32);
        for name in names {
            write_bytes(&mut section, b"./x_bg.js");
            write_bytes(&mut section, name.as_bytes());
            section.push(FUNCTION);
            write_number(&mut section, 300);
        }
        let mut module = b"\0asm\x01\0\0\0".to_vec();
        module.push(IMPORTS);
        write_bytes(&mut module, &section);
        module.extend([3, 2, 7, 8]);
        module
    }

    #[test]
    fn both_sides_have_the_same_short_names() {
        let names = [
            "__wbg_add_8ead3105ef6d0bda",
            "__wbg_addMore_0e68cf47c9cbd9b0",
        ];
        let script = "const __wbg_add_8ead3105ef6d0bda_0 = {\n__wbg_add_8ead3105ef6d0bda: function(a) { return \"é\"; },\n__wbg_addMore_0e68cf47c9cbd9b0: f,\n};\n";
        let (wasm, code) = shortened(&module(&names), script).unwrap();
        assert_eq!(wasm, module(&["a", "b"]));
        assert_eq!(
            code,
            "const __wbg_add_8ead3105ef6d0bda_0 = {\na: function(a) { return \"é\"; },\nb: f,\n};\n"
        );
    }

    #[test]
    fn a_script_of_another_module_and_half_a_module_are_refused() {
        assert!(shortened(&module(&["x"]), "const y = { z: 1 };").is_err());
        let whole = module(&["x"]);
        assert!(shortened(&whole[..whole.len() - 1], "{ x: 1 }").is_err());
        assert!(shortened(&whole[..4], "{ x: 1 }").is_err());
    }

    #[test]
    fn no_two_names_are_alike() {
        let names: std::collections::BTreeSet<String> = (0..4000).map(short).collect();
        assert_eq!(names.len(), 4000);
        assert_eq!([short(0), short(25), short(26)], ["a", "z", "aa"]);
    }
}
