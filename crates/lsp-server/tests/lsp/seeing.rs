// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What editors show beside the text, and views of the whole system, over the wire.

use serde_json::{Value, json};

use crate::client::{Client, Folder};

const ROOT: &str = "\
import <std_connector.camkes>;
import \"parts.camkes\";
#define LOUD (1 << 4)

assembly {
    composition {
        component Caller caller;
        component Callee callee;
        connection seL4RPCCall talk(from caller.voice, to callee.ear);
    }
    configuration {
        caller.volume = LOUD;
    }
}
";

const PARTS: &str = "\
procedure Talk {
    void say(string what);
}

component Caller {
    control;
    uses Talk voice;
    attribute int volume;
}

component Callee {
    provides Talk ear;
}
";

fn folder() -> Folder {
    Folder::new(&[("root.camkes", ROOT), ("parts.camkes", PARTS)])
}

fn at(uri: &str, line: u32, character: u32) -> Value {
    json!({ "textDocument": { "uri": uri }, "position": { "line": line, "character": character } })
}

fn whole(uri: &str) -> Value {
    let range = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 99, "character": 0 } });
    json!({ "textDocument": { "uri": uri }, "range": range })
}

fn opened(capabilities: Value) -> (Folder, Client, Value) {
    let folder = folder();
    let mut client = Client::spawn();
    let result = client.initialize_with(json!({
        "processId": null, "rootUri": folder.uri(""), "capabilities": capabilities,
    }));
    client.open(&folder.uri("root.camkes"), ROOT);
    (folder, client, result["capabilities"].clone())
}

#[test]
fn tokens_come_in_full_in_part_and_as_difference() {
    let (folder, mut client, capabilities) = opened(json!({}));
    let uri = folder.uri("root.camkes");
    let provider = &capabilities["semanticTokensProvider"];
    assert_eq!((&provider["full"]["delta"], &provider["range"]), (&json!(true), &json!(true)));
    let document = json!({ "textDocument": { "uri": uri } });
    let full = client.request("textDocument/semanticTokens/full", document.clone()).unwrap();
    let data = full["data"].as_array().unwrap();
    let keyword = provider["legend"]["tokenTypes"].as_array().unwrap().iter().position(|it| it == "keyword");
    assert_eq!(data[..5], [json!(0), json!(0), json!(6), json!(keyword), json!(0)], "the import");
    let part = client.request("textDocument/semanticTokens/range", whole(&uri)).unwrap();
    assert_eq!(part["data"], full["data"]);
    // A line of its own before everything: one token more.
    client.change(&uri, 2, [0, 0, 0, 0], "import <camkes-hardware.idl4>;\n");
    let mut params = document;
    params["previousResultId"] = full["resultId"].clone();
    let delta = client.request("textDocument/semanticTokens/full/delta", params.clone()).unwrap();
    let edits = delta["edits"].as_array().unwrap();
    assert_eq!(edits.len(), 1);
    let mut after = data.clone();
    let number = |value: &Value| usize::try_from(value.as_u64().unwrap()).unwrap();
    let (start, count) = (number(&edits[0]["start"]), number(&edits[0]["deleteCount"]));
    after.splice(start..start + count, edits[0]["data"].as_array().unwrap().iter().cloned());
    let fresh = client.request("textDocument/semanticTokens/full", json!({ "textDocument": { "uri": uri } })).unwrap();
    assert_eq!(Value::from(after), fresh["data"]);
    // What the server has forgotten is sent as a whole.
    params["previousResultId"] = json!("nothing");
    let again = client.request("textDocument/semanticTokens/full/delta", params).unwrap();
    assert_eq!(again["data"], fresh["data"]);
    client.leave();
}

#[test]
fn hints_lead_to_where_values_come_from_and_can_be_switched_off() {
    let (folder, mut client, _) = opened(json!({}));
    let uri = folder.uri("root.camkes");
    let hints = client.request("textDocument/inlayHint", whole(&uri)).unwrap();
    let labels: Vec<_> = hints.as_array().unwrap().iter().map(|hint| hint["label"].clone()).collect();
    assert_eq!(labels, ["1 thread", "= 16"]);
    let resolved = client.request("inlayHint/resolve", hints[0].clone()).unwrap();
    let location = &resolved["label"][0]["location"];
    assert!(location["uri"].as_str().unwrap().ends_with("std_connector.camkes"), "{resolved:#}");
    let settings = json!({ "settings": { "camkes": { "inlayHints": { "threads": false } } } });
    client.notify("workspace/didChangeConfiguration", settings);
    let hints = client.request("textDocument/inlayHint", whole(&uri)).unwrap();
    let labels: Vec<_> = hints.as_array().unwrap().iter().map(|hint| hint["label"].clone()).collect();
    assert_eq!(labels, ["= 16"]);
    client.leave();
}

#[test]
fn lenses_are_worked_out_when_they_are_seen() {
    let (folder, mut client, _) =
        opened(json!({ "experimental": { "commands": { "commands": ["camkes.showReferences"] } } }));
    let parts = folder.uri("parts.camkes");
    client.open(&parts, PARTS);
    let lenses = client.request("textDocument/codeLens", json!({ "textDocument": { "uri": parts } })).unwrap();
    let lenses = lenses.as_array().unwrap();
    assert_eq!(lenses.len(), 4);
    assert!(lenses.iter().all(|lens| lens.get("command").is_none()));
    let resolved = client.request("codeLens/resolve", lenses[0].clone()).unwrap();
    let command = &resolved["command"];
    assert_eq!((&command["title"], &command["command"]), (&json!("1 instance"), &json!("camkes.showReferences")));
    assert_eq!(command["arguments"][2][0]["uri"], folder.uri("root.camkes"));
    assert!(client.request("codeLens/resolve", json!({ "range": lenses[0]["range"], "data": 3 })).is_err());
    client.leave();
}

#[test]
fn calls_are_followed_both_ways() {
    let (folder, mut client, _) = opened(json!({}));
    let uri = folder.uri("root.camkes");
    let items = client.request("textDocument/prepareCallHierarchy", at(&uri, 6, 26)).unwrap();
    assert_eq!((&items[0]["name"], &items[0]["detail"]), (&json!("caller"), &json!("Caller")));
    let calls = client.request("callHierarchy/outgoingCalls", json!({ "item": items[0] })).unwrap();
    assert_eq!(calls[0]["to"]["name"], "callee");
    assert_eq!(calls[0]["fromRanges"][0]["start"], json!({ "line": 8, "character": 31 }));
    let back = client.request("callHierarchy/incomingCalls", json!({ "item": calls[0]["to"] })).unwrap();
    assert_eq!(back[0]["from"]["name"], "caller");
    assert_eq!(client.request("textDocument/prepareCallHierarchy", at(&uri, 3, 0)).unwrap(), Value::Null);
    client.leave();
}

#[test]
fn signatures_and_declarations_are_found() {
    let (folder, mut client, _) = opened(json!({}));
    let uri = folder.uri("root.camkes");
    let help = client.request("textDocument/signatureHelp", at(&uri, 8, 55)).unwrap();
    assert_eq!(help["activeParameter"], 1);
    let label = help["signatures"][0]["label"].as_str().unwrap();
    let part = &help["signatures"][0]["parameters"][1]["label"];
    let number = |value: &Value| usize::try_from(value.as_u64().unwrap()).unwrap();
    assert_eq!(&label[number(&part[0])..number(&part[1])], "to Procedure with 1 thread");
    let declaration = client.request("textDocument/declaration", at(&uri, 6, 20)).unwrap();
    assert_eq!(declaration[0]["uri"], folder.uri("parts.camkes"));
    client.leave();
}

#[test]
fn names_are_linked_and_lines_laid_out() {
    let (folder, mut client, _) = opened(json!({}));
    let uri = folder.uri("root.camkes");
    let linked = client.request("textDocument/linkedEditingRange", at(&uri, 6, 26)).unwrap();
    assert_eq!(linked["ranges"].as_array().unwrap().len(), 3);
    client.change(&uri, 2, [9, 0, 9, 4], "");
    let mut params = at(&uri, 9, 1);
    params["ch"] = json!("}");
    params["options"] = json!({ "tabSize": 4, "insertSpaces": true });
    let edits = client.request("textDocument/onTypeFormatting", params).unwrap();
    assert_eq!(edits[0]["newText"], "    ");
    client.leave();
}

#[test]
fn imports_follow_a_renamed_file() {
    let (folder, mut client, capabilities) = opened(json!({}));
    assert!(capabilities["workspace"]["fileOperations"]["willRename"]["filters"].is_array());
    let (from, to) = (folder.uri("parts.camkes"), folder.uri("lib/pieces.camkes"));
    let params = json!({ "files": [{ "oldUri": from, "newUri": to }] });
    let edit = client.request("workspace/willRenameFiles", params).unwrap();
    let changes = &edit["changes"][folder.uri("root.camkes")];
    assert_eq!(changes[0]["newText"], "\"lib/pieces.camkes\"", "{edit:#}");
    client.leave();
}

#[test]
fn the_system_can_be_seen() {
    let (folder, mut client, _) = opened(json!({}));
    let (uri, parts) = (folder.uri("root.camkes"), folder.uri("parts.camkes"));
    let graph = client.request("camkes/assemblyGraph", json!({ "textDocument": { "uri": parts } })).unwrap();
    assert_eq!(graph["root"], uri);
    assert!(graph["svg"].as_str().unwrap().contains("data-node=\"caller\""));
    assert_eq!(graph["instances"]["caller"]["range"]["start"], json!({ "line": 6, "character": 25 }));
    assert_eq!(graph["connections"]["talk"]["uri"], uri);

    let generated = client.request("camkes/generated", at(&uri, 6, 26)).unwrap();
    assert_eq!(generated["entity"], "caller");
    let files = generated["files"].as_array().unwrap();
    let file = files.iter().find(|file| file["text"].as_str().unwrap().contains("voice_say"));
    let file = file.unwrap_or_else(|| panic!("{generated:#}"));
    assert!(files.iter().all(|file| file["path"].as_str().unwrap().starts_with("caller/")));
    // The document of the file follows the text.
    client.change(&parts, 0, [0, 0, 0, 0], "");
    let content = json!({ "uri": file["uri"] });
    let text = client.request("workspace/textDocumentContent", content.clone()).unwrap();
    assert_eq!(text["text"], file["text"]);
    client.open(&parts, PARTS);
    client.change(&parts, 2, [1, 9, 1, 12], "tell");
    let text = client.request("workspace/textDocumentContent", content).unwrap();
    assert!(text["text"].as_str().unwrap().contains("voice_tell"));
    assert!(client.request("workspace/textDocumentContent", json!({ "uri": "file:///x" })).is_err());

    let reach = client.request("camkes/capdl", at(&uri, 7, 26)).unwrap();
    assert_eq!((&reach["instance"], &reach["space"]), (&json!("callee"), &json!("callee")));
    let capabilities = reach["capabilities"].as_array().unwrap();
    let endpoint = capabilities.iter().find(|cap| cap["kind"] == "ep" && cap["spaces"] == json!(["caller"]));
    assert!(endpoint.is_some(), "{reach:#}");
    assert!(reach["text"].as_str().unwrap().contains("shared with caller"));
    client.leave();
}

#[test]
fn texts_and_trees_can_be_seen() {
    let (folder, mut client, _) = opened(json!({}));
    let uri = folder.uri("root.camkes");
    let document = json!({ "textDocument": { "uri": uri } });
    let text = client.request("camkes/preprocessed", document.clone()).unwrap();
    assert!(text["text"].as_str().unwrap().contains("caller.volume = (1 << 4);"));
    let tree = client.request("camkes/syntaxTree", document).unwrap();
    assert!(tree["text"].as_str().unwrap().starts_with("SOURCE_FILE@"));
    let expanded = client.request("camkes/expandMacro", at(&uri, 11, 26)).unwrap();
    assert_eq!((&expanded["name"], &expanded["expansion"]), (&json!("LOUD"), &json!("(1 << 4)")));
    assert_eq!(client.request("camkes/expandMacro", at(&uri, 6, 20)).unwrap(), Value::Null);
    let status = client.request("camkes/serverStatus", Value::Null).unwrap();
    let system = &status["systems"][0];
    assert_eq!((&system["root"], &system["instances"], &system["errors"]), (&json!(uri), &json!(2), &json!(0)));
    client.leave();
}

#[test]
fn a_change_with_a_new_file_is_worked_out_when_it_is_chosen() {
    let (folder, mut client, capabilities) = opened(json!({
        "workspace": { "workspaceEdit": { "documentChanges": true, "resourceOperations": ["create"] } },
        "textDocument": { "codeAction": {
            "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [] } },
            "dataSupport": true,
            "resolveSupport": { "properties": ["edit"] },
        } },
    }));
    assert_eq!(capabilities["codeActionProvider"]["resolveProvider"], true);
    let parts = folder.uri("parts.camkes");
    client.open(&parts, PARTS);
    let position = json!({ "line": 10, "character": 12 });
    let params = json!({
        "textDocument": { "uri": parts },
        "range": { "start": position, "end": position },
        "context": { "diagnostics": [], "only": ["refactor"] },
    });
    let actions = client.request("textDocument/codeAction", params).unwrap();
    let title = "Write `src/callee.c` with the functions of `Callee`";
    let action = actions.as_array().unwrap().iter().find(|action| action["title"] == title);
    let action = action.unwrap_or_else(|| panic!("{actions:#}")).clone();
    assert_eq!(action.get("edit"), None);
    let resolved = client.request("codeAction/resolve", action.clone()).unwrap();
    let changes = &resolved["edit"]["documentChanges"];
    assert_eq!((&changes[0]["kind"], &changes[0]["uri"]), (&json!("create"), &json!(folder.uri("src/callee.c"))));
    assert!(changes[1]["edits"][0]["newText"].as_str().unwrap().contains("void ear_say(const char *what)"));
    client.change(&parts, 2, [10, 0, 12, 1], "");
    assert!(client.request("codeAction/resolve", action).is_err(), "it is no longer offered");
    client.leave();
}

#[test]
fn a_client_that_shows_generated_files_hears_of_their_changes() {
    let (folder, mut client, _) = opened(json!({ "workspace": { "textDocumentContent": {} } }));
    let (uri, parts) = (folder.uri("root.camkes"), folder.uri("parts.camkes"));
    let generated = client.request("camkes/generated", at(&uri, 6, 26)).unwrap();
    let shown = generated["files"][0]["uri"].clone();
    client.request("workspace/textDocumentContent", json!({ "uri": shown })).unwrap();
    client.open(&parts, PARTS);
    client.change(&parts, 2, [1, 9, 1, 12], "tell");
    let method = "workspace/textDocumentContent/refresh";
    let refresh = client.wait_for(|message| message["method"] == method);
    assert_eq!(refresh["params"]["uri"], shown);
    client.leave();
}

#[test]
fn a_generated_file_that_is_shown_says_why_it_has_no_text_now() {
    let (folder, mut client, _) = opened(json!({ "workspace": { "textDocumentContent": {} } }));
    let root = folder.uri("root.camkes");
    client.open(&root, ROOT);
    let made = client.request("camkes/generated", at(&root, 6, 25)).unwrap();
    let shown = json!({ "uri": made["files"][0]["uri"] });
    let text = |client: &mut Client| client.request("workspace/textDocumentContent", shown.clone());
    let before = text(&mut client).unwrap();
    // the component of an instance is half typed, then the whole system is gone
    client.change(&root, 2, [6, 18, 6, 24], "Cal");
    assert!(text(&mut client).unwrap()["text"].as_str().unwrap().starts_with("/* "));
    client.change(&root, 3, [0, 0, 14, 0], "");
    assert!(text(&mut client).unwrap()["text"].as_str().unwrap().starts_with("/* "));
    client.change(&root, 4, [0, 0, 0, 0], ROOT);
    assert_eq!(text(&mut client).unwrap(), before);
    let unknown = json!({ "uri": shown["uri"].as_str().unwrap().replace("caller", "nobody") });
    let refused = client.request("workspace/textDocumentContent", unknown).unwrap_err();
    assert_eq!(refused["code"], -32602, "{refused}");
    client.leave();
}

#[test]
fn an_instance_says_how_many_capabilities_it_holds() {
    let (folder, mut client, _) = opened(json!({}));
    let hover = client.request("textDocument/hover", at(&folder.uri("root.camkes"), 7, 26)).unwrap();
    let text = hover["contents"]["value"].as_str().unwrap();
    assert!(text.contains("capabilities: ") && text.contains(" ep"), "{text}");
    client.leave();
}

#[test]
fn lenses_lead_only_where_the_client_can_go() {
    let all = json!(["camkes.showReferences", "camkes.openGenerated", "camkes.showGraph"]);
    for (commands, count) in [(json!([]), 0), (all, 3)] {
        let (folder, mut client, _) = opened(json!({ "experimental": { "commands": { "commands": commands } } }));
        let document = json!({ "textDocument": { "uri": folder.uri("root.camkes") } });
        let lenses = client.request("textDocument/codeLens", document).unwrap();
        assert_eq!(lenses.as_array().unwrap().len(), count, "{lenses:#}");
        let parts = folder.uri("parts.camkes");
        client.open(&parts, PARTS);
        let lenses = client.request("textDocument/codeLens", json!({ "textDocument": { "uri": parts } })).unwrap();
        let resolved = client.request("codeLens/resolve", lenses[0].clone()).unwrap();
        assert_eq!(resolved["command"]["title"], "1 instance");
        assert_eq!(resolved["command"]["command"] == "", count == 0);
        client.leave();
    }
}

/// The place of a word in a text, and one letter into it.
fn inside(text: &str, word: &str) -> (u32, u32) {
    let offset = text.find(word).unwrap_or_else(|| panic!("no {word} in {text}"));
    let before = &text[..offset];
    let line = before.matches('\n').count();
    let start = before.rfind('\n').map_or(0, |it| it + 1);
    (u32::try_from(line).unwrap(), u32::try_from(offset - start + 1).unwrap())
}

/// What leads back from a name of generated C: its definition and its hover.
fn back(client: &mut Client, uri: &str, text: &str, word: &str) -> (Value, String) {
    let (line, character) = inside(text, word);
    let definition = client.request("textDocument/definition", at(uri, line, character)).unwrap();
    let hover = client.request("textDocument/hover", at(uri, line, character)).unwrap();
    (definition, hover["contents"]["value"].as_str().unwrap_or_default().to_owned())
}

#[test]
fn names_in_generated_c_lead_back_to_the_adl() {
    let (folder, mut client, _) = opened(json!({ "textDocument": { "definition": { "linkSupport": true } } }));
    let (root, parts) = (folder.uri("root.camkes"), folder.uri("parts.camkes"));
    let generated = client.request("camkes/generated", at(&root, 6, 26)).unwrap();
    let files = generated["files"].as_array().unwrap();
    let with = |word: &str| {
        let file = files.iter().find(|file| file["text"].as_str().unwrap().contains(word));
        let file = file.unwrap_or_else(|| panic!("no {word} in {generated:#}"));
        (file["uri"].as_str().unwrap().to_owned(), file["text"].as_str().unwrap().to_owned())
    };
    // a method, by its part of the name; an attribute
    let (uri, text) = with("voice_say(");
    let (definition, hover) = back(&mut client, &uri, &text, "say(");
    assert_eq!(definition[0]["targetUri"], parts, "{definition:#}");
    assert_eq!(definition[0]["targetSelectionRange"]["start"], json!({ "line": 1, "character": 9 }));
    let origin = &definition[0]["originSelectionRange"];
    let length = origin["end"]["character"].as_u64().unwrap() - origin["start"]["character"].as_u64().unwrap();
    assert_eq!(length, 3, "the word of the generated text: {origin}");
    assert!(hover.contains("void voice_say(const char *what)"), "{hover}");
    let (line, character) = inside(&text, "voice_say(");
    let definition = client.request("textDocument/definition", at(&uri, line, character)).unwrap();
    assert_eq!(definition[0]["targetSelectionRange"]["start"], json!({ "line": 6, "character": 14 }));
    let references = json!({
        "textDocument": { "uri": uri }, "position": { "line": line, "character": character },
        "context": { "includeDeclaration": true },
    });
    let references = client.request("textDocument/references", references).unwrap();
    assert!(references.as_array().unwrap().iter().any(|it| it["uri"] == root), "{references:#}");
    let (uri, text) = with("volume");
    let (definition, hover) = back(&mut client, &uri, &text, "volume");
    assert_eq!(definition[0]["targetSelectionRange"]["start"], json!({ "line": 7, "character": 18 }));
    assert!(hover.contains("const int volume") && hover.contains("16"), "{hover}");
    // A client may tell of the document as of one of its own; no mistakes are found in what is no ADL.
    client.open(&uri, &text);
    client.change(&uri, 2, [0, 0, 0, 0], "x");
    let again = back(&mut client, &uri, &text, "volume");
    assert_eq!(again, (definition, hover));
    // What is nobody's name leads nowhere, and neither does a file that is not generated.
    let (nothing, hover) = back(&mut client, &uri, &text, "include");
    assert_eq!((nothing, hover.as_str()), (json!(null), ""));
    let gone = uri.replace("caller", "nobody");
    assert_eq!(client.request("textDocument/definition", at(&gone, 0, 0)).unwrap(), json!(null));
    client.leave();
}

#[test]
fn files_of_an_output_folder_lead_back_to_the_adl() {
    let (folder, mut client, _) = opened(json!({}));
    let (root, parts) = (folder.uri("root.camkes"), folder.uri("parts.camkes"));
    client.notify(
        "workspace/didChangeConfiguration",
        json!({ "settings": { "camkes": { "generateOnSave": true, "outputFolder": "made" } } }),
    );
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": root } }));
    client.wait_for(|message| message["method"] == "window/logMessage" && message.to_string().contains("generated"));
    let made = folder.path().join("made/root/callee");
    let files = std::fs::read_dir(&made).unwrap().map(|entry| entry.unwrap().path());
    let read = |path: std::path::PathBuf| (std::fs::read_to_string(&path).unwrap_or_default(), path);
    let (text, path) = files.map(read).find(|(text, _)| text.contains("ear_say(")).unwrap();
    let uri = folder.uri(&format!("made/root/callee/{}", path.file_name().unwrap().to_str().unwrap()));
    client.open(&uri, &text);
    let (line, character) = inside(&text, "say(");
    let definition = client.request("textDocument/definition", at(&uri, line, character)).unwrap();
    let first = definition.get(0).cloned().unwrap_or(definition);
    assert_eq!((&first["uri"], &first["range"]["start"]), (&json!(parts), &json!({ "line": 1, "character": 9 })));
    client.leave();
}

#[test]
fn the_picture_has_the_places_of_all_that_became_one_connection() {
    let (folder, mut client, _) = opened(json!({}));
    let uri = folder.uri("root.camkes");
    let more =
        "        component Caller other;\n        connection seL4RPCCall more(from other.voice, to callee.ear);\n";
    client.change(&uri, 2, [9, 0, 9, 0], more);
    let graph = client.request("camkes/assemblyGraph", json!({ "textDocument": { "uri": uri } })).unwrap();
    let line = |name: &str| graph["connections"][name]["range"]["start"]["line"].as_u64();
    assert_eq!((line("talk"), line("more"), line("more.talk")), (Some(8), Some(10), Some(8)), "{graph:#}");
    client.leave();
}

#[test]
fn a_connection_shows_the_files_that_are_generated_for_it() {
    let (folder, mut client, _) = opened(json!({}));
    let hover = client.request("textDocument/hover", at(&folder.uri("root.camkes"), 8, 32)).unwrap();
    let text = hover["contents"]["value"].as_str().unwrap();
    let (_, generated) = text.split_once("Generated: ").unwrap_or_else(|| panic!("{text}"));
    assert_eq!(generated, "caller/voice_seL4RPCCall_0.c, callee/ear_seL4RPCCall_0.c");
    client.leave();
}

#[test]
fn a_connection_shows_the_files_of_templates_that_the_project_declares() {
    const TEXT: &str = "connector Mine { from Procedure; to Procedure; }\nprocedure P { void f(); }\n\
        component A { control; uses P p; }\ncomponent B { provides P q; }\n\
        assembly { composition { component A a; component B b; connection Mine c(from a.p, to b.q); } }\n";
    let cmake = "DeclareCAmkESConnector(Mine FROM templates/from.c TO templates/to.c TO_HEADER templates/to.h)\n";
    let folder = Folder::new(&[("main.camkes", TEXT), ("CMakeLists.txt", cmake)]);
    let mut client = Client::spawn();
    client.initialize(json!({}));
    let uri = folder.uri("main.camkes");
    client.open(&uri, TEXT);
    let hover = client.request("textDocument/hover", at(&uri, 4, 71)).unwrap();
    let text = hover["contents"]["value"].as_str().unwrap();
    let (_, generated) = text.split_once("Generated: ").unwrap_or_else(|| panic!("{text}"));
    assert_eq!(generated, "a/p_Mine_0.c, b/q_Mine_0.c, b/include/q_Mine_0.h");
    client.leave();
}
