// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Which files are planned, from which templates, in which order.

use camkes_codegen::{Declared, Failure, PlanError, Side, Subject, TemplateSet, generate, plan};
use expect_test::expect;

use crate::setup::{CALL, assembly, target, templates};

const GROUPED: &str = r#"
//- /main.camkes
connector seL4RPCCall { from Procedures with 0 threads; to Procedure; }
connector seL4HardwareMMIO { from Dataport with 0 threads; to hardware Dataport with 0 threads; }
procedure P { void f(); }
component A { control; uses P p; maybe dataport Buf regs; }
component B { provides P p; provides P q; }
component Device { hardware; dataport Buf regs; }
assembly {
    composition {
        group g {
            component A a;
            component B b;
        }
        component A other;
        component Device device;
        connection seL4RPCCall one(from g.a.p, from other.p, to g.b.q);
        connection seL4HardwareMMIO mmio(from g.a.regs, to device.regs);
    }
    configuration { device.regs_paddr = 0x1000; device.regs_size = 0x1000; }
}
"#;

fn listing(text: &str, own: &[(&str, &str)]) -> String {
    let plan = plan(&assembly(text), &templates(own)).expect("there is a plan");
    let mut lines = String::new();
    for space in &plan.spaces {
        lines.push_str(&format!("[{}]\n", space.name));
        for item in &space.items {
            lines.push_str(&format!("{} <- {}\n", item.output, item.template));
        }
    }
    lines
}

#[test]
fn each_space_has_the_files_of_its_instances_and_of_their_connection_ends() {
    expect![[r#"
        [client]
        client/camkes.c <- component.template.c
        client/include/camkes-component-Client.h <- component.template.h
        client/e_seL4RPCCall_0.c <- seL4RPCCall-from.template.c
        client/linker.lds <- linker.lds
        client/include/camkes.h <- camkes.template.h
        [server]
        server/camkes.c <- component.template.c
        server/include/camkes-component-Server.h <- component.template.h
        server/e_seL4RPCCall_0.c <- seL4RPCCall-to.template.c
        server/linker.lds <- linker.lds
        server/include/camkes.h <- camkes.template.h
    "#]]
    .assert_eq(&listing(CALL, &[]));
}

#[test]
fn grouped_instances_share_a_space_and_hardware_has_no_files() {
    let own = [("seL4HardwareMMIO.template.c", "")];
    let listing = listing(GROUPED, &own);
    expect![[r#"
        [other]
        other/camkes.c <- component.template.c
        other/include/camkes-component-A.h <- component.template.h
        other/p_seL4RPCCall_1.c <- seL4RPCCall-from.template.c
        other/linker.lds <- linker.lds
        other/include/camkes.h <- camkes.template.h
        [g]
        a/camkes.c <- component.template.c
        a/include/camkes-component-A.h <- component.template.h
        a/p_seL4RPCCall_0.c <- seL4RPCCall-from.template.c
        a/regs_seL4HardwareMMIO_0.c <- seL4HardwareMMIO.template.c
        a/linker.lds <- linker.lds
        a/include/camkes.h <- camkes.template.h
        b/camkes.c <- component.template.c
        b/include/camkes-component-B.h <- component.template.h
        b/q_seL4RPCCall_0.c <- seL4RPCCall-to.template.c
        b/linker.lds <- linker.lds
        b/include/camkes.h <- camkes.template.h
    "#]]
    .assert_eq(&listing);
}

/// The files of each connection, asked for by itself, and those that the plan has for its ends.
fn of_connections(text: &str, own: &[(&str, &str)]) -> (Vec<String>, Vec<String>) {
    let (assembly, templates) = (assembly(text), templates(own));
    let plan = plan(&assembly, &templates).expect("there is a plan");
    let items = plan.spaces.iter().flat_map(|space| &space.items);
    let planned = items.filter(|item| matches!(item.subject, Subject::End(_))).map(|item| item.output.to_string());
    let set = TemplateSet::Own(templates);
    let of = |number| set.files_of_connection(&assembly, number, || panic!("every end has a template"));
    let asked = (0..assembly.connections.len()).flat_map(of).map(|path| path.to_string());
    let (mut planned, mut asked): (Vec<_>, Vec<_>) = (planned.collect(), asked.collect());
    planned.sort_unstable();
    asked.sort_unstable();
    (asked, planned)
}

#[test]
fn the_files_of_a_connection_by_itself_are_those_of_the_plan() {
    let own = [("seL4HardwareMMIO.template.c", ""), ("seL4RPCCall-to.template.h", "")];
    let (asked, planned) = of_connections(GROUPED, &own);
    assert_eq!(asked, planned);
    assert_eq!(asked.len(), 5, "{asked:?}");
}

#[test]
fn an_end_without_a_template_has_the_files_that_the_project_declares() {
    let text = CALL.replace("seL4RPCCall", "MyCall");
    let assembly = assembly(&text);
    let mut declared = Declared::default();
    declared.add_source("MyCall", Side::From, "my/from.c");
    declared.add_source("MyCall", Side::To, "my/to.c");
    declared.add_header("MyCall", Side::To, "my/to.h");
    let set = TemplateSet::Own(templates(&[]));
    let files = set.files_of_connection(&assembly, 0, || declared);
    assert_eq!(
        files.iter().map(|path| path.as_str()).collect::<Vec<_>>(),
        ["client/e_MyCall_0.c", "server/e_MyCall_0.c", "server/include/e_MyCall_0.h"]
    );
    assert!(set.files_of_connection(&assembly, 9, Declared::default).is_empty(), "there is no such connection");
}

#[test]
fn a_header_template_of_a_connector_adds_a_header_to_the_component() {
    let own = [("seL4RPCCall-to.template.h", "x"), ("camkes.template.h", "/*? headers|join(' ') ?*/")];
    let generated = generate(&assembly(CALL), &target(), &templates(&own), "main").unwrap();
    let headers = crate::setup::text_of(&generated, "server/include/camkes.h");
    assert_eq!(headers, "camkes-component-Server.h e_seL4RPCCall_0.h\n");
    assert_eq!(crate::setup::text_of(&generated, "server/include/e_seL4RPCCall_0.h"), "x\n");
}

#[test]
fn a_connector_without_a_template_is_named_with_its_connection() {
    let text = CALL.replace("seL4RPCCall", "Telepathy");
    let assembly = assembly(&text);
    let errors = plan(&assembly, &templates(&[])).unwrap_err();
    let texts: Vec<_> = errors.iter().map(ToString::to_string).collect();
    assert_eq!(
        texts,
        [
            "connector 'Telepathy' has no template for its 'from' end, which connection 'conn' needs",
            "connector 'Telepathy' has no template for its 'to' end, which connection 'conn' needs",
        ]
    );
    assert!(errors.iter().all(|error| error.origin() == assembly.connections[0].origin));
    let failures = generate(&assembly, &target(), &templates(&[]), "main").unwrap_err();
    assert!(failures.iter().all(|failure| matches!(failure, Failure::Plan(PlanError::NoConnectorTemplate { .. }))));
}

#[test]
fn a_connector_may_borrow_the_templates_of_another() {
    let text = CALL.replace("seL4RPCCall", "seL4RPCCallNoType");
    let plan = plan(&assembly(&text), &templates(&[])).unwrap();
    let item = &plan.spaces[0].items[2];
    assert_eq!(item.output, "client/e_seL4RPCCallNoType_0.c");
    assert_eq!(item.template, "seL4RPCCall-from.template.c");
}
