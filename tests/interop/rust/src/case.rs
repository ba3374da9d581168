//! The made-up sessions that come as JSON, and what the judge says of a session that it has read.

use serde_json::{Value, json};
use sha1::{Digest, Sha1};
use std::net::{IpAddr, SocketAddr};

pub type Key = [u8; 256];

/// pts, qts, date, seq, and (bare id, pts) of the channels.
#[derive(Clone, Default, PartialEq)]
pub struct State {
    pub pts: i32,
    pub qts: i32,
    pub date: i32,
    pub seq: i32,
    pub channels: Vec<(i64, i32)>,
}

pub struct Peer {
    pub id: i64,
    pub kind: String,
    pub hash: i64,
}

pub struct Case {
    pub dc: i32,
    pub address: SocketAddr,
    pub key: Key,
    pub other_keys: Vec<(i32, Key)>,
    pub user_id: Option<i64>,
    pub is_bot: bool,
    pub peers: Vec<Peer>,
    pub state: Option<State>,
}

impl Case {
    pub fn parse(text: &str) -> Case {
        let case: Value = serde_json::from_str(text).expect("a case");
        let ip: IpAddr = case["host"].as_str().expect("an address").parse().expect("an IP address");
        let others = case["other_keys"].as_object().into_iter().flatten();
        Case {
            dc: small(&case["dc"]),
            address: SocketAddr::new(ip, case["port"].as_u64().expect("a port") as u16),
            key: key_of(&case["auth_key"]),
            other_keys: others.map(|(dc, key)| (dc.parse().expect("a DC"), key_of(key))).collect(),
            user_id: case["user_id"].as_i64(),
            is_bot: case["is_bot"].as_bool().unwrap_or(false),
            peers: case["peers"].as_array().into_iter().flatten().map(peer_of).collect(),
            state: case["update_state"].as_object().map(|_| state_of(&case["update_state"])),
        }
    }
}

fn small(value: &Value) -> i32 {
    value.as_i64().expect("a number").try_into().expect("32 bits")
}

fn key_of(value: &Value) -> Key {
    let hex = value.as_str().expect("a key");
    let bytes: Vec<u8> = (0..hex.len()).step_by(2).map(|i| u8::from_str_radix(&hex[i..i + 2], 16).expect("hex")).collect();
    bytes.try_into().expect("256 bytes")
}

fn peer_of(value: &Value) -> Peer {
    Peer {
        id: value["id"].as_i64().expect("an id"),
        kind: value["kind"].as_str().expect("a kind").to_owned(),
        hash: value["access_hash"].as_str().unwrap_or("0").parse().expect("a hash"),
    }
}

fn state_of(value: &Value) -> State {
    let channels = value["channels"].as_array().into_iter().flatten();
    State {
        pts: small(&value["pts"]),
        qts: small(&value["qts"]),
        date: small(&value["date"]),
        seq: small(&value["seq"]),
        channels: channels.map(|c| (c["id"].as_i64().expect("an id"), small(&c["pts"]))).collect(),
    }
}

/// What one release sees in a session.
#[derive(Default)]
pub struct Seen {
    pub dc: i32,
    pub address: Option<SocketAddr>,
    pub keys: Vec<(i32, Key)>,
    pub user: Option<(i64, bool)>,
    pub peers: Vec<Value>,
    pub state: State,
}

impl Seen {
    pub fn told(mut self) -> String {
        self.state.channels.sort();
        let home = self.keys.iter().find(|(dc, _)| *dc == self.dc);
        let channels: Vec<Value> = self.state.channels.iter().map(|(id, pts)| json!({"id": id, "pts": pts})).collect();
        let state = &self.state;
        let keys: serde_json::Map<String, Value> = self.keys.iter().map(|(dc, key)| (dc.to_string(), json!(hash(key)))).collect();
        json!({
            "dc": self.dc,
            "host": self.address.map(|a| a.ip().to_string()),
            "port": self.address.map(|a| a.port()),
            "key_sha1": home.map(|(_, key)| hash(key)),
            "keys": keys,
            "user_id": self.user.map(|(id, _)| id),
            "is_bot": self.user.map(|(_, bot)| bot),
            "peers": self.peers,
            "update_state": if *state == State::default() { Value::Null } else {
                json!({"pts": state.pts, "qts": state.qts, "date": state.date, "seq": state.seq, "channels": channels})
            },
            "test": null, "api_id": null, "takeout_id": null, "schema": null,
            "keeps": home.is_some(),
        })
        .to_string()
    }
}

fn hash(key: &Key) -> String {
    Sha1::digest(key).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The peers that the caller wants to hear of, by marked id: grammers finds them by id only.
pub fn asked_peers(text: &str) -> Vec<i64> {
    let asked: Value = serde_json::from_str(text).unwrap_or(Value::Null);
    asked["peers"].as_array().into_iter().flatten().filter_map(Value::as_i64).collect()
}
