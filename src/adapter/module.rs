//! Where in its model a layer stands, read off its path.
//!
//! `model.layers.11.self_attn.q_proj` is block `model.layers.11`, kind `q_proj`: a map of the model
//! has a row for each block and a column for each kind. A kind is as few last components as tell the
//! layers of a block apart, so `attn1.to_q` where there is also an `attn2.to_q`. A number at the end
//! belongs to the kind (`to_out.0`). In kohya's paths underscores stand for dots; there a kind is all
//! that follows the block.

use std::borrow::Cow;
use std::collections::HashSet;

use super::names::module_path;

/// Components a kind has at most, so that a file cannot make the search long.
const LONGEST_KIND: usize = 4;

/// A layer's block and kind.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    /// Up to and including the last number that something follows; empty when there is none.
    pub block: String,
    /// What the layer is within its block.
    pub kind: String,
}

/// The places of these layers, in their order. The experts of a layer share one.
pub fn places(paths: &[&str]) -> Vec<Place> {
    let folded: Vec<Cow<'_, str>> = paths.iter().map(|path| folded(path)).collect();
    let distinct: HashSet<&str> = folded.iter().map(|path| &**path).collect();
    let mut places = Vec::new();
    for components in 1..=LONGEST_KIND {
        places = folded.iter().map(|path| place(path, components)).collect();
        let apart: HashSet<&Place> = places.iter().collect();
        if apart.len() == distinct.len() {
            break;
        }
    }
    places
}

/// What stands for the number of an expert in a path that is all of them.
const EVERY_EXPERT: &str = "*";

/// A path without the number of its expert: `mlp.experts.7.w1` is `mlp.experts.*.w1`, and so is the last of
/// `mlp.experts[7]`.
pub fn folded(path: &str) -> Cow<'_, str> {
    if let Some((module, expert)) = path
        .strip_suffix(']')
        .and_then(|rest| rest.rsplit_once('['))
        && is_number(expert)
    {
        return Cow::Owned(format!("{module}[{EVERY_EXPERT}]"));
    }
    let parts: Vec<&str> = path.split('.').collect();
    let expert = parts
        .array_windows()
        .position(|[a, b]| *a == "experts" && is_number(b));
    match expert {
        Some(at) => {
            let mut parts = parts;
            if let Some(number) = parts.get_mut(at + 1) {
                *number = EVERY_EXPERT;
            }
            Cow::Owned(parts.join("."))
        }
        None => Cow::Borrowed(path),
    }
}

fn place(path: &str, components: usize) -> Place {
    let path = &*module_path(path);
    let (block, rest) = halves(path);
    let flat = !path.contains('.');
    let trailing_numbers = rest.iter().rev().take_while(|part| is_number(part)).count();
    let kept = if flat {
        rest.len()
    } else {
        components + trailing_numbers
    };
    let separator = separator(path);
    let kind = rest.get(rest.len().saturating_sub(kept)..).unwrap_or(&rest);
    Place {
        block: block.join(separator),
        kind: kind.join(separator),
    }
}

/// The components up to the last number that something other than numbers follows, and the others.
fn halves(path: &str) -> (Vec<&str>, Vec<&str>) {
    let parts: Vec<&str> = path.split(separator(path)).collect();
    let end = parts.iter().rposition(|part| !is_number(part)).unwrap_or(0);
    let named = parts.get(..end).unwrap_or_default();
    let block = named
        .iter()
        .rposition(|part| is_number(part))
        .map_or(0, |at| at + 1);
    let (block, rest) = parts.split_at_checked(block).unwrap_or_default();
    (block.to_vec(), rest.to_vec())
}

fn separator(path: &str) -> &'static str {
    if path.contains('.') { "." } else { "_" }
}

fn is_number(part: &str) -> bool {
    !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit())
}

/// A key that sorts names as people do: `layers.2` before `layers.10`.
///
/// Of each text and the number after it, the key holds the text, a zero, the count of the number's digits
/// and the digits, leading zeros left out: of two numbers the one with more digits is the larger. It is one
/// allocation, since a header may hold a hundred thousand names.
pub fn natural_order(name: &str) -> Vec<u8> {
    let mut key = Vec::with_capacity(2 * name.len() + NUMBER_BYTES);
    let mut rest = name;
    while !rest.is_empty() {
        let digit = |character: char| character.is_ascii_digit();
        let (text, after) = rest.split_at(rest.find(digit).unwrap_or(rest.len()));
        let end = after.find(|character| !digit(character));
        let (number, after) = after.split_at(end.unwrap_or(after.len()));
        let number = number.trim_start_matches('0');
        key.extend(text.as_bytes());
        key.push(0);
        key.extend((number.len() as u64).to_be_bytes());
        key.extend(number.as_bytes());
        rest = after;
    }
    key
}

/// What a number takes in a key beside its digits.
const NUMBER_BYTES: usize = 1 + size_of::<u64>();

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(paths: &[&str]) -> Vec<String> {
        let places = places(paths);
        places.into_iter().map(|place| place.kind).collect()
    }

    #[test]
    fn a_kind_is_as_short_as_tells_the_layers_of_a_block_apart() {
        let language = [
            "model.layers.0.self_attn.q_proj",
            "model.layers.1.self_attn.q_proj",
        ];
        assert_eq!(kinds(&language), ["q_proj", "q_proj"]);
        let diffusion = ["b.0.attn1.to_q", "b.0.attn2.to_q", "b.0.attn1.to_out.0"];
        assert_eq!(
            kinds(&diffusion),
            ["attn1.to_q", "attn2.to_q", "attn1.to_out.0"]
        );
    }

    #[test]
    fn a_block_ends_with_the_last_number_that_something_follows() {
        let place = |path| places(&[path]).remove(0);
        let block = |path| place(path).block;
        assert_eq!(
            block("base_model.model.model.layers.3.mlp.down_proj"),
            "model.layers.3"
        );
        assert_eq!(block("unet.mid.0.attn1.to_out.0"), "unet.mid.0");
        assert_eq!(block("classifier"), "");
        assert_eq!(block("7"), "");
        let kohya = "lora_unet_down_blocks_0_transformer_blocks_1_attn1_to_q";
        assert_eq!(place(kohya).kind, "attn1_to_q");
        assert_eq!(block(kohya), "lora_unet_down_blocks_0_transformer_blocks_1");
    }

    #[test]
    fn the_experts_of_a_layer_share_a_place() {
        let paths = [
            "model.layers.3.mlp.experts.0.w1",
            "model.layers.3.mlp.experts.1.w1",
            "model.layers.3.mlp.experts.1.w2",
            "model.layers.3.mlp.experts[5]",
        ];
        let places = places(&paths);
        assert!(places.iter().all(|place| place.block == "model.layers.3"));
        let kinds: Vec<&str> = places.iter().map(|place| &*place.kind).collect();
        assert_eq!(kinds, ["w1", "w1", "w2", "experts[*]"]);
    }

    #[test]
    fn names_sort_as_people_sort_them() {
        let mut names = ["l.10.a", "l.2.b", "l.2.a", "l.02.a", "k", "l"];
        names.sort_by_cached_key(|name| natural_order(name));
        assert_eq!(names, ["k", "l", "l.2.a", "l.02.a", "l.2.b", "l.10.a"]);
    }
}
