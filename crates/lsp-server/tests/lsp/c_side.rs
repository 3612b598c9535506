// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! C files of components over the wire.

use serde_json::{Value, json};

use crate::client::{Client, Folder};

const APP: &str = "\
import <std_connector.camkes>;
procedure Food {
    int take(in int grams);
}
component Cat { control; uses Food bowl; }
component Keeper { provides Food dish; }
assembly {
    composition {
        component Cat cat;
        component Keeper keeper;
        connection seL4RPCCall feeding(from cat.bowl, to keeper.dish);
    }
}
";

const CMAKE: &str = "\
DeclareCAmkESComponent(Cat SOURCES cat.c)
DeclareCAmkESComponent(Keeper SOURCES keeper.c)
";

const CAT: &str = "\
#include <camkes.h>
int run(void)
{
    return bowl_take(3);
}
";

const KEEPER: &str = "int dish_take(int grams) { return grams; }\n";

fn folder() -> Folder {
    Folder::new(&[("app.camkes", APP), ("CMakeLists.txt", CMAKE), ("cat.c", CAT), ("keeper.c", KEEPER)])
}

fn open(client: &mut Client, uri: &str, text: &str) {
    let document = json!({ "uri": uri, "languageId": "c", "version": 1, "text": text });
    client.notify("textDocument/didOpen", json!({ "textDocument": document }));
}

fn at(uri: &str, line: u32, character: u32) -> Value {
    json!({ "textDocument": { "uri": uri }, "position": { "line": line, "character": character } })
}

fn range(line: u32, start: u32, end: u32) -> Value {
    json!({ "start": { "line": line, "character": start }, "end": { "line": line, "character": end } })
}

#[test]
fn a_c_file_alone_leads_to_the_adl() {
    let folder = folder();
    let (app, cat, keeper) = (folder.uri("app.camkes"), folder.uri("cat.c"), folder.uri("keeper.c"));
    let mut client = Client::spawn();
    client.initialize(json!({}));
    open(&mut client, &cat, CAT);
    let target = |range: Value| json!([{ "uri": app, "range": range }]);
    let found = client.request("textDocument/definition", at(&cat, 3, 18)).unwrap();
    assert_eq!(found, target(range(2, 8, 12)));
    let found = client.request("textDocument/definition", at(&cat, 3, 13)).unwrap();
    assert_eq!(found, target(range(4, 35, 39)));
    let found = client.request("textDocument/implementation", at(&cat, 3, 18)).unwrap();
    assert_eq!(found, json!([{ "uri": keeper, "range": range(0, 4, 13) }]));
    let mut params = at(&cat, 3, 18);
    params["context"] = json!({ "includeDeclaration": false });
    let found = client.request("textDocument/references", params).unwrap();
    // As from the method in the ADL, in all components.
    let uses = [json!({ "uri": cat, "range": range(3, 16, 20) }), json!({ "uri": keeper, "range": range(0, 9, 13) })];
    assert_eq!(found, json!(uses));
    let found = client.request("textDocument/hover", at(&cat, 3, 13)).unwrap();
    assert!(found["contents"]["value"].as_str().unwrap().contains("int bowl_take(int grams);"), "{found}");
    let found = client.request("textDocument/completion", at(&cat, 3, 14)).unwrap();
    assert_eq!(found["items"][1]["label"], json!("bowl_take"), "{found}");
    assert_eq!(found["items"][1]["kind"], json!(3));
    client.leave();
}

#[test]
fn nothing_is_answered_for_what_a_server_of_c_answers() {
    let folder = folder();
    let cat = folder.uri("cat.c");
    let mut client = Client::spawn();
    client.initialize(json!({}));
    open(&mut client, &cat, CAT);
    let document = json!({ "textDocument": { "uri": cat } });
    let mut formatting = document.clone();
    formatting["options"] = json!({ "tabSize": 4, "insertSpaces": true });
    assert_eq!(client.request("textDocument/formatting", formatting).unwrap(), json!([]));
    assert_eq!(client.request("textDocument/foldingRange", document.clone()).unwrap(), json!([]));
    assert_eq!(client.request("textDocument/documentSymbol", document.clone()).unwrap(), json!([]));
    let tokens = client.request("textDocument/semanticTokens/full", document).unwrap();
    assert_eq!(tokens["data"], json!([]));
    // `run` is the component's, `return` is nobody's.
    for (line, character) in [(0, 12), (3, 6), (1, 1)] {
        assert_eq!(client.request("textDocument/definition", at(&cat, line, character)).unwrap(), Value::Null);
        assert_eq!(client.request("textDocument/hover", at(&cat, line, character)).unwrap(), Value::Null);
    }
    client.leave();
}

#[test]
fn a_rename_of_the_adl_says_which_edits_are_of_c() {
    let folder = folder();
    let app = folder.uri("app.camkes");
    let edits = |capabilities: Value| {
        let mut client = Client::spawn();
        client.initialize(capabilities);
        client.open(&app, APP);
        let mut params = at(&app, 2, 9);
        params["newName"] = json!("grab");
        let edits = client.request("textDocument/rename", params).unwrap();
        client.leave();
        edits
    };
    let plain = edits(json!({}));
    assert_eq!(plain["changes"][folder.uri("cat.c")], json!([{ "range": range(3, 16, 20), "newText": "grab" }]));
    assert_eq!(plain["changes"][folder.uri("keeper.c")], json!([{ "range": range(0, 9, 13), "newText": "grab" }]));
    assert_eq!(plain["changes"][&app].as_array().unwrap().len(), 1);
    let support = json!({ "documentChanges": true, "changeAnnotationSupport": {} });
    let annotated = edits(json!({ "workspace": { "workspaceEdit": support } }));
    assert_eq!(annotated["changeAnnotations"]["c"]["label"], json!("C sources of components"));
    let marked = |uri: &str| {
        let files = annotated["documentChanges"].as_array().unwrap();
        files.iter().find(|it| it["textDocument"]["uri"] == json!(uri)).unwrap()["edits"][0]["annotationId"].clone()
    };
    assert_eq!(marked(&folder.uri("cat.c")), json!("c"));
    assert_eq!(marked(&app), Value::Null);
}

#[test]
fn edits_of_a_rename_say_what_they_are_in() {
    let folder = folder();
    let fragment = "#define CAT(name) component Cat name\ncomponent Own { control; attribute Box box; }\nstruct Box { int side; }\n";
    folder.write("cats.h", fragment);
    folder.write("own.c", "int run(void) { return box.side; }\nint of(struct Box *it) { return it->side; }\n");
    folder.write("CMakeLists.txt", &format!("{CMAKE}DeclareCAmkESComponent(Own SOURCES own.c)\n"));
    let app = format!("#include \"cats.h\"\n{APP}").replace("component Cat cat;", "CAT(cat); component Own own;");
    folder.write("app.camkes", &app);
    let (uri, header) = (folder.uri("app.camkes"), folder.uri("cats.h"));
    let support = json!({ "documentChanges": true, "changeAnnotationSupport": {} });
    let mut client = Client::spawn();
    client.initialize(json!({ "workspace": { "workspaceEdit": support } }));
    client.open(&uri, &app);
    client.open(&header, fragment);
    let mut renamed = |uri: &str, line: usize, character: u32| {
        let mut params = at(uri, line.try_into().unwrap(), character);
        params["newName"] = json!("New");
        client.request("textDocument/rename", params).unwrap()
    };
    let ids = |edits: &Value, file: &str| -> Vec<Value> {
        let uri = folder.uri(file);
        let files = edits["documentChanges"].as_array().unwrap();
        let edits = files.iter().find(|it| it["textDocument"]["uri"] == json!(uri)).map(|it| it["edits"].clone());
        edits.into_iter().flat_map(|it| it.as_array().unwrap().clone()).map(|it| it["annotationId"].clone()).collect()
    };
    let line = app.lines().position(|it| it.starts_with("component Cat")).unwrap();
    let cat = renamed(&uri, line, 11);
    assert_eq!(ids(&cat, "cats.h"), [json!("macro")], "{cat}");
    assert_eq!(ids(&cat, "CMakeLists.txt"), [json!("build")]);
    assert_eq!(ids(&cat, "app.camkes"), [Value::Null]);
    assert_eq!(cat["changeAnnotations"]["macro"]["label"], json!("Bodies of macros"));
    let own = renamed(&header, 1, 11);
    assert_eq!(ids(&own, "cats.h"), [json!("header")], "{own}");
    // Whether `it->side` is the member, only types of C tell.
    let side = renamed(&header, 2, 17);
    assert_eq!((ids(&side, "cats.h"), ids(&side, "own.c")), (vec![json!("doubtful")], vec![json!("c")]), "{side}");
    let doubtful = &side["changeAnnotations"]["doubtful"];
    assert_eq!(doubtful["needsConfirmation"], json!(true));
    assert!(
        doubtful["description"].as_str().unwrap().starts_with("`side` in own.c:2 may be this member"),
        "{doubtful}"
    );
    client.leave();
}

#[test]
fn a_component_is_renamed_in_cmake_and_in_the_project_s_settings() {
    let folder = folder();
    let cmake = format!("# Cat\n{CMAKE}");
    folder.write("CMakeLists.txt", &cmake);
    folder.write("camkes.toml", "[components.\"Cat\"]\nsources = [\"cat.c\"]\n");
    let app = folder.uri("app.camkes");
    let mut client = Client::spawn();
    client.initialize(json!({}));
    client.open(&app, APP);
    let line = APP.lines().position(|it| it.starts_with("component Cat")).unwrap();
    let mut params = at(&app, line.try_into().unwrap(), 11);
    params["newName"] = json!("Tiger");
    let edits = client.request("textDocument/rename", params).unwrap();
    client.leave();
    let edit = |line, start| json!([{ "range": range(line, start, start + 3), "newText": "Tiger" }]);
    assert_eq!(edits["changes"][folder.uri("CMakeLists.txt")], edit(1, 23), "{edits}");
    assert_eq!(edits["changes"][folder.uri("camkes.toml")], edit(0, 13), "{edits}");
}

#[test]
fn a_missing_function_is_written_by_its_fix() {
    let folder = folder();
    let (app, keeper) = (folder.uri("app.camkes"), folder.uri("keeper.c"));
    let mut client = Client::spawn();
    client.initialize(json!({
        "textDocument": { "codeAction": { "codeActionLiteralSupport": { "codeActionKind": { "valueSet": ["quickfix"] } } } },
    }));
    client.open(&app, APP);
    assert_eq!(client.diagnostics(&app, json!(1)), Vec::<Value>::new());
    // The editor's text counts, not the disk's.
    open(&mut client, &keeper, "int dish_tak(int grams) { return grams; }\n");
    let found = client.diagnostics(&app, json!(1));
    assert_eq!(found[0]["code"], json!("missing-implementation"));
    assert_eq!(found[0]["range"], range(5, 33, 37));
    let params = json!({
        "textDocument": { "uri": app }, "range": range(5, 33, 37), "context": { "diagnostics": found },
    });
    let actions = client.request("textDocument/codeAction", params).unwrap();
    let edit = &actions[0]["edit"]["changes"][&keeper][0];
    assert_eq!(edit["newText"], json!("\nint dish_take(int grams)\n{\n    return 0;\n}\n"));
    assert_eq!(edit["range"], range(1, 0, 0));
    // One with another number of parameters is named in the C file.
    let whole = json!([{ "text": "int dish_take(void) { return 0; }\n" }]);
    let document = json!({ "uri": keeper, "version": 2 });
    client.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": whole }));
    let found = client.diagnostics(&keeper, json!(2));
    assert_eq!(found[0]["code"], json!("implementation-parameters"));
    assert_eq!(found[0]["range"], range(0, 4, 13));
    client.leave();
}

#[test]
fn a_client_that_can_be_told_is_told_to_send_c_files() {
    let dynamic = json!({ "dynamicRegistration": true });
    let capabilities =
        json!({ "textDocument": { "synchronization": dynamic, "definition": dynamic, "hover": dynamic } });
    let mut client = Client::spawn();
    client.initialize(capabilities.clone());
    let message = client.wait_for(|it| it["id"] == json!("camkes/c"));
    let registered = message["params"]["registrations"].as_array().unwrap();
    let methods: Vec<_> = registered.iter().map(|it| it["method"].as_str().unwrap()).collect();
    assert!(methods.contains(&"textDocument/didOpen") && methods.contains(&"textDocument/definition"), "{methods:?}");
    assert!(!methods.iter().any(|it| it.contains("ormatting") || it.contains("Symbol")), "{methods:?}");
    let selector = &registered[0]["registerOptions"]["documentSelector"];
    assert_eq!(selector[0], json!({ "scheme": "file", "language": "c" }));
    client.leave();
    let mut client = Client::spawn();
    client.initialize_with(json!({ "capabilities": capabilities, "initializationOptions": { "cFiles": false } }));
    assert_eq!(client.request("textDocument/definition", at("file:///a.c", 0, 0)).unwrap(), Value::Null);
    client.leave();
}
