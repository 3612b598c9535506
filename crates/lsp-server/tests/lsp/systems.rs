// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Files that several systems share.

use serde_json::{Value, json};

use crate::client::{Client, Folder};

const SHARED: &str = "import <types.camkes>;\ncomponent Part { control; dataport Thing d; }\n";

fn system(name: &str) -> String {
    format!("import \"shared.camkes\";\nassembly {{ composition {{ component Part {name}; }} }}\n")
}

fn folder() -> Folder {
    let (one, two) = (system("one"), system("two"));
    let settings = "roots = [\"one.camkes\", \"two.camkes\"]\narchitecture = \"ia32\"\n\
                    [[system]]\nroot = \"one.camkes\"\nimport-paths = [\"a\"]\n\
                    [[system]]\nroot = \"two.camkes\"\nimport-paths = [\"b\"]\n";
    Folder::new(&[
        ("one.camkes", one.as_str()),
        ("two.camkes", two.as_str()),
        ("shared.camkes", SHARED),
        ("a/types.camkes", "component A { control; }\n"),
        ("b/types.camkes", "component B { control; uses Nothing n; }\n"),
        ("camkes.toml", settings),
    ])
}

fn initialized(folder: &Folder) -> Client {
    let mut client = Client::spawn();
    let folders = json!([{ "uri": folder.uri(""), "name": "work" }]);
    client.initialize_with(json!({
        "processId": null, "rootUri": null, "capabilities": {}, "workspaceFolders": folders,
    }));
    client
}

fn target(client: &mut Client, uri: &str) -> String {
    let at = json!({ "textDocument": { "uri": uri }, "position": { "line": 0, "character": 10 } });
    let found = client.request("textDocument/definition", at).unwrap();
    found
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["uri"].as_str().unwrap().rsplit('/').nth(1).unwrap())
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn the_user_sees_the_systems_of_a_file_and_chooses_one() {
    let folder = folder();
    let (one, two, shared) = (folder.uri("one.camkes"), folder.uri("two.camkes"), folder.uri("shared.camkes"));
    let mut client = initialized(&folder);
    client.open(&shared, SHARED);
    let params = json!({ "textDocument": { "uri": shared } });
    let all = client.request("camkes/systems", params.clone()).unwrap();
    assert_eq!(all["ofDocument"], json!([one, two]), "{all:#}");
    let summary = |all: &Value| -> Vec<Value> {
        let short = |it: &Value| json!([it["name"], it["active"], it["architecture"], it["instances"], it["files"]]);
        all["systems"].as_array().unwrap().iter().map(short).collect()
    };
    assert_eq!(summary(&all), [json!(["one", false, "ia32", 1, 3]), json!(["two", false, "ia32", 1, 3])]);
    assert_eq!(target(&mut client, &shared), "a b");

    let choice = json!({ "uri": two, "architecture": "aarch64" });
    assert_eq!(client.request("camkes/setActiveSystem", choice.clone()), Ok(Value::Null));
    let told = client.wait_for(|message| message["method"] == "camkes/activeSystemChanged");
    assert_eq!(told["params"], choice);
    assert_eq!(target(&mut client, &shared), "b");
    let all = client.request("camkes/systems", params).unwrap();
    assert_eq!(all["ofDocument"], json!([two, one]));
    assert_eq!(summary(&all), [json!(["two", true, "aarch64", 1, 3]), json!(["one", false, "ia32", 1, 3])]);

    // the same by commands
    let call = json!({ "command": "camkes.setActiveSystem", "arguments": [{ "uri": one }] });
    assert_eq!(client.request("workspace/executeCommand", call), Ok(Value::Null));
    assert_eq!(target(&mut client, &shared), "a");
    let all = client.request("workspace/executeCommand", json!({ "command": "camkes.systems" })).unwrap();
    assert_eq!(summary(&all), [json!(["one", true, "ia32", 1, 3]), json!(["two", false, "aarch64", 1, 3])]);
    let call = json!({ "command": "camkes.setActiveSystem", "arguments": [{ "uri": null }] });
    assert_eq!(client.request("workspace/executeCommand", call), Ok(Value::Null));
    assert_eq!(target(&mut client, &shared), "a b");
    client.leave();
}

#[test]
fn what_can_not_be_chosen_is_refused() {
    let folder = folder();
    let mut client = initialized(&folder);
    let cases = [
        json!({ "uri": folder.uri("shared.camkes") }),
        json!({ "uri": "no uri" }),
        json!({ "uri": folder.uri("one.camkes"), "architecture": "mips" }),
        json!([]),
    ];
    for params in cases {
        let error = client.request("camkes/setActiveSystem", params.clone()).unwrap_err();
        assert_eq!(error["code"], -32602, "{params}: {error}");
    }
    let error = client.request("workspace/executeCommand", json!({ "command": "rm" })).unwrap_err();
    assert_eq!(error["code"], -32602);
    client.leave();
}

#[test]
fn a_mistake_of_one_system_says_in_which() {
    let folder = folder();
    let shared = folder.uri("shared.camkes");
    folder.write("a/types.camkes", "component Part { control; }\n");
    let mut client = initialized(&folder);
    let found = client.diagnostics(&shared, Value::Null);
    let twice = found.iter().find(|it| it["code"] == "duplicate-definition").unwrap();
    let message = twice["message"].as_str().unwrap();
    assert!(message.contains("\nonly in 1 of 2 systems: `one.camkes`"), "{message}");
    // what is wrong in all of them is told once and without names
    let text = SHARED.replace("control", "control; uses Nothing m");
    client.open(&shared, &text);
    let found = client.diagnostics(&shared, json!(1));
    let unknown: Vec<_> = found.iter().filter(|it| it["code"] == "unknown-procedure").collect();
    assert_eq!(unknown.len(), 1, "{found:#?}");
    assert!(!unknown[0]["message"].as_str().unwrap().contains("systems"), "{found:#?}");
    client.leave();
}
