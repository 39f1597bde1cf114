//! Encodings and texts that break parsers, and inputs of the targets that hold them.

use crate::random::Random;
use tf_fuzz::{CALLS, Source, generate};
use tf_protocol::codec::msgpack;

/// How often something is nested that must not nest.
const DEEP: usize = 1_000_000;

/// What is larger takes a while.
const LARGE: usize = 10_000;

/// Numbers that are short to write and long to calculate with, or none.
const NUMBERS: &[&str] = &[
    "1e999999999",
    "-1e-999999999",
    "1e9223372036854775807",
    "1e-9223372036854775808",
    "1e99999999999999999999",
    "0e999999999",
    "1e",
    "e1",
    ".",
    "-",
    "+1",
    "--1",
    "1.5.5",
    "1_000",
    "0x10",
    "NaN",
    "inf",
    "1e4000",
    "1e-4000",
    "00001",
    "1e+5",
    "\u{661}",
];

/// Decisions on a type: each kind, and some in each other. What is large meets every fourth.
const TYPES: &[&[u8]] = &[
    &[3],
    &[0],
    &[1],
    &[2],
    &[4, 3],
    &[4, 0],
    &[5, 3],
    &[6, 0],
    &[5, 1],
    &[6, 3],
    &[7, 2, 3, 1],
    &[8, 2, 0, 0, 0, 1, 3, 0],
    &[4, 4, 5, 6, 3],
    &[5, 5, 5, 5, 3],
];

/// msgpack that lies.
pub(crate) fn encodings() -> Vec<Vec<u8>> {
    let mut all: Vec<Vec<u8>> = vec![
        b"\x91".repeat(DEEP),
        b"\x81\xa1a".repeat(DEEP / 3),
        b"\x92\xc4\x09\"dynamic\"".repeat(DEEP / 12),
        b"\xdc\xff\xff".repeat(1000),
        [b"\xdd\x00\x0f\x42\x40".to_vec(), b"\xc0".repeat(DEEP)].concat(),
        [b"\xdd\x00\x01\x86\xa0".to_vec(), b"\xd4\x00\x00".repeat(100_000)].concat(),
        [b"\xc6\x00\x0f\x42\x40".to_vec(), b"[".repeat(DEEP)].concat(),
        [b"\x92\xc6\x00\x0f\x42\x40".to_vec(), b"[".repeat(DEEP), b"\xc0".to_vec()].concat(),
    ];
    // Every length that can be claimed, by itself, with a little behind it, and inside of something.
    for marker in [0xc4_u8, 0xc5, 0xc6, 0xc7, 0xc8, 0xc9, 0xd9, 0xda, 0xdb, 0xdc, 0xdd, 0xde, 0xdf]
    {
        for before in [&b""[..], b"\x91", b"\x81\xa1a", b"\x92\xc4\x06\"bool\"", b"\x92"] {
            for claim in [b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\x00\x00\xff\xff"] {
                all.push([before, &[marker], claim, b"\xc0\xa1a\xc0"].concat());
            }
        }
    }
    for text in NUMBERS {
        let length = u8::try_from(text.len()).unwrap();
        all.push([&[0xd9, length], text.as_bytes()].concat());
        all.push([&[0x91, 0xd9, length], text.as_bytes()].concat());
    }
    let digits = "9".repeat(DEEP);
    all.push([b"\xdb\x00\x0f\x42\x40", digits.as_bytes()].concat());
    all.extend([
        b"\xa2\xff\xfe".to_vec(),
        b"\x81\xa1\xff\xc0".to_vec(),
        b"\x82\xa1a\xc0\xa1a\xc0".to_vec(),
        b"\x82\xa0\xc0\xa0\xc0".to_vec(),
        b"\x81\xc0\xc0".to_vec(),
        b"\xcb\x7f\xf0\0\0\0\0\0\0".to_vec(),
        b"\xcb\x7f\xf8\0\0\0\0\0\0".to_vec(),
        b"\xcb\0\0\0\0\0\0\0\x01".to_vec(),
        b"\xca\xff\xff\xff\xff".to_vec(),
        b"\xc1".to_vec(),
    ]);
    all.extend((0..300).flat_map(cut));
    all
}

/// A sound encoding, cut at some places, and with each of some bytes changed.
fn cut(seed: u64) -> Vec<Vec<u8>> {
    let mut random = Random::new(seed);
    let decisions = random.bytes(200);
    let mut source = Source::new(&decisions);
    let ty = generate::ty(&mut Source::new(TYPES[random.below(TYPES.len())]));
    let sound =
        msgpack::encode(&generate::value(&ty, &mut source, generate::Taste::Any), &ty).unwrap();
    let mut all = vec![sound.clone()];
    for _ in 0..4 {
        let place = random.below(sound.len());
        all.push(sound[..place].to_vec());
        let mut changed = sound.clone();
        changed[place] = random.next().to_le_bytes()[0];
        all.push(changed);
    }
    all
}

/// JSON that breaks parsers.
pub(crate) fn json_texts() -> Vec<Vec<u8>> {
    let nested = |before: &str, times: usize, middle: &str, after: &str| {
        [before.repeat(times), middle.to_owned(), after.repeat(times)].concat()
    };
    let mut all = vec![
        "[".repeat(DEEP),
        nested("[", DEEP / 2, "", "]"),
        r#"{"a":"#.repeat(DEEP / 5),
        r#"["list","#.repeat(DEEP / 8),
        nested(r#"["list","#, 125, r#""bool""#, "]"),
        nested(r#"["object",{"a":"#, 60, r#""bool""#, "}]"),
        nested(r#"{"type":"dynamic","value":"#, 60, "null", "}"),
        nested(r#"{"type":"dynamic","value":"#, 125, "null", "}"),
        nested(r#"{"type":["list","dynamic"],"value":["#, 60, "", "]}"),
        format!("\"{}\"", "a".repeat(DEEP)),
        format!("[{}1]", "1,".repeat(DEEP / 2)),
        format!(r#"["tuple",[{}"bool"]]"#, r#""bool","#.repeat(DEEP / 8)),
        "9".repeat(DEEP),
        format!("0.{}", "0".repeat(DEEP)),
        format!("\"{}\"", "9".repeat(DEEP)),
    ];
    for number in NUMBERS {
        all.push((*number).to_owned());
        for (before, after) in [("\"", "\""), ("[", "]"), ("[\"", "\"]"), (r#"{"a":"#, "}")] {
            all.push(format!("{before}{number}{after}"));
        }
        all.push(format!(r#"{{"type":"number","value":{number}}}"#));
    }
    let texts = [
        "",
        " ",
        "nul",
        "null",
        "null null",
        "\u{feff}null",
        "{",
        r#"{"a"}"#,
        r#"{"a":1,"a":[]}"#,
        r#"{"type":"bool","type":"string","value":true}"#,
        r#"{"type":"bool"}"#,
        r#"{"value":1}"#,
        r#"{"type":["list"],"value":1}"#,
        r#""\ud800""#,
        r#""\udc00\ud800""#,
        r#""\u0000""#,
        r#"{"\u0000":null,"":null}"#,
        r#"["object",{"a":"bool","a":"string"},["b","b",""]]"#,
        r#"["object",{},["a"],1]"#,
        r#"["object",[]]"#,
        r#"["tuple",{}]"#,
        r#"["object",{},{}]"#,
        r#"["list","bool","string"]"#,
        r#"[["list"],"bool"]"#,
        "[]",
        "[null]",
        r#""Bool""#,
        r#"{"id":[],"zone":{},"blocks":{"a":1},"timeouts":{"create":"-9223372036854775808h"}}"#,
    ];
    all.extend(texts.map(str::to_owned));
    let mut all: Vec<Vec<u8>> = all.into_iter().map(String::into_bytes).collect();
    all.extend([b"\"\xff\"".to_vec(), b"{\"\xff\":1}".to_vec(), b"\"\xed\xa0\x80\"".to_vec()]);
    all
}

/// A length as `Source::chunk` reads it, and so many bytes.
fn chunk(bytes: &[u8]) -> Vec<u8> {
    let length = u32::try_from(bytes.len()).unwrap().to_be_bytes();
    [&[255], &length[1..], bytes].concat()
}

/// Each as an encoding of each type; the largest ones of a few.
pub(crate) fn codec_inputs(all: &[Vec<u8>]) -> impl Iterator<Item = Vec<u8>> {
    let input =
        |ty: &[u8], bytes: &[u8]| [&[u8::try_from(ty.len()).unwrap()], ty, &[0], bytes].concat();
    all.iter().flat_map(move |bytes| {
        let step = if bytes.len() > LARGE { 4 } else { 1 };
        TYPES.iter().step_by(step).map(move |ty| input(ty, bytes))
    })
}

/// Each in one call, as what a few random decisions make of it: msgpack, JSON, private state. The
/// largest ones in a third of the calls.
pub(crate) fn request_inputs(all: &[Vec<u8>]) -> impl Iterator<Item = Vec<u8>> {
    let mut random = Random::new(0);
    all.iter().enumerate().flat_map(move |(index, bytes)| {
        let step = if bytes.len() > LARGE { 3 } else { usize::from(CALLS) };
        let first = u8::try_from(index % step).unwrap();
        let calls = (first..CALLS).step_by(step);
        let inputs = calls.map(|call| request(call, bytes, &mut random));
        inputs.collect::<Vec<_>>()
    })
}

fn request(call: u8, bytes: &[u8], random: &mut Random) -> Vec<u8> {
    // Configured; then the call, of the first name.
    let mut input = vec![0, call, 0];
    for _ in 0..5 {
        input.push(u8::try_from(random.below(4)).unwrap());
        input.extend(chunk(bytes));
    }
    input
}
