// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Slots and objects: a space's numbers depend on what its own templates ask for, and objects meet by name.

use camkes_codegen::{Arch, Kernel, Options, Switch, Target, generate, plan, render_space};
use expect_test::expect;

use crate::setup::{CALL, Case, assembly, target, templates, text_of, unchecked_assembly};

const FROM: &str =
    "/*? alloc('ep', seL4_EndpointObject, write=True, grantreply=True, badge=badges(me.parent)[me.index]) ?*/";
const TO: &str = "/*? alloc('ep', seL4_EndpointObject, read=True) ?*/ /*? alloc_cap('reply', None) ?*/";

fn call_templates() -> camkes_codegen::Templates {
    templates(&[
        ("component.template.c", "/*- do alloc_threads() -*/"),
        ("seL4RPCCall-from.template.c", FROM),
        ("seL4RPCCall-to.template.c", TO),
    ])
}

#[test]
fn threads_and_endpoints_of_two_spaces_make_one_specification() {
    let generated = generate(&assembly(CALL), &target(), &call_templates(), "main").unwrap();
    assert_eq!(text_of(&generated, "client/e_seL4RPCCall_0.c"), "2\n");
    assert_eq!(text_of(&generated, "server/e_seL4RPCCall_0.c"), "3 4\n");
    let cdl = text_of(&generated, "main.cdl");
    let interesting: Vec<_> = cdl.lines().filter(|line| !line.contains("frame")).collect();
    expect![[r#"
        arch aarch64

        objects {
        client_client_0_control_tcb = tcb (addr: 0x0 /* _camkes_ipc_buffer_client_0_control +4096 */,ip: 0x0 /* camkes client _camkes_start */,sp: 0x0 /* _camkes_stack_client_0_control +20480 */,prio: 50,max_prio: 254,affinity: 0,init: [1])
        client_cnode = cnode (2 bits)
        client_group_bin_pd = pgd
        conn_ep = ep
        server_cnode = cnode (3 bits)
        server_group_bin_pd = pgd
        server_server_0_control_tcb = tcb (addr: 0x0 /* _camkes_ipc_buffer_server_0_control +4096 */,ip: 0x0 /* camkes server _camkes_start */,sp: 0x0 /* _camkes_stack_server_0_control +20480 */,prio: 254,max_prio: 254,affinity: 0,init: [1])
        server_server_e_0000_tcb = tcb (addr: 0x0 /* _camkes_ipc_buffer_server_e_0000 +4096 */,ip: 0x0 /* camkes server _camkes_start */,sp: 0x0 /* _camkes_stack_server_e_0000 +12288 */,prio: 254,max_prio: 254,affinity: 0,init: [2])
        }

        caps {
        client_client_0_control_tcb {
        cspace: client_cnode (guard: 0, guard_size: 62)
        vspace: client_group_bin_pd
        }
        client_cnode {
        0x1: client_client_0_control_tcb
        0x2: conn_ep (WP, badge: 1)
        }
        client_group_bin_pd {

        }
        server_cnode {
        0x1: server_server_0_control_tcb
        0x2: server_server_e_0000_tcb
        0x3: conn_ep (R)
        }
        server_group_bin_pd {

        }
        server_server_0_control_tcb {
        cspace: server_cnode (guard: 0, guard_size: 61)
        vspace: server_group_bin_pd
        }
        server_server_e_0000_tcb {
        cspace: server_cnode (guard: 0, guard_size: 61)
        vspace: server_group_bin_pd
        }
        }

        irq maps {

        }
    "#]]
    .assert_eq(&(interesting.join("\n") + "\n"));
}

#[test]
fn the_slots_of_a_space_do_not_depend_on_other_spaces() {
    let assembly = assembly(CALL);
    let eager = templates(&[
        (
            "component.template.c",
            "/*- do alloc_threads() -*//*- if me.name == 'client' -*//*- for i in range(40) -*//*? alloc('x%s'|format(i), seL4_EndpointObject) ?*//*- endfor -*//*- endif -*/",
        ),
        ("seL4RPCCall-from.template.c", FROM),
        ("seL4RPCCall-to.template.c", TO),
    ]);
    let both = [call_templates(), eager].map(|templates| {
        let plan = plan(&assembly, &templates).unwrap();
        render_space(&assembly, &plan.spaces[1], &target(), &templates).unwrap()
    });
    assert_eq!(both[0], both[1]);
}

#[test]
fn asking_again_gives_the_same_slot_and_adds_rights() {
    let template = "/*? alloc('ep', seL4_EndpointObject, read=True) ?*/ /*? alloc('ep', seL4_EndpointObject, write=True) ?*/ \
                    /*? alloc('other', seL4_NotificationObject) ?*/";
    let templates = templates(&[("component.template.c", template)]);
    let generated = generate(&assembly(CALL), &target(), &templates, "main").unwrap();
    assert_eq!(text_of(&generated, "client/camkes.c"), "1 1 2\n");
    assert!(text_of(&generated, "main.cdl").contains("0x1: client_ep (RW)\n0x2: client_other\n"));
}

#[test]
fn spaces_that_contradict_each_other_are_an_error() {
    let from = "/*? alloc('ep', seL4_EndpointObject) ?*/";
    let to = "/*? alloc('ep', seL4_NotificationObject) ?*/";
    let templates = templates(&[("seL4RPCCall-from.template.c", from), ("seL4RPCCall-to.template.c", to)]);
    let failures = generate(&assembly(CALL), &target(), &templates, "main").unwrap_err();
    assert_eq!(
        failures.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["object 'conn_ep' is requested twice with different kinds"]
    );
}

#[test]
fn shared_memory_is_backed_by_the_same_frames_in_both_spaces() {
    let text = r#"
        //- /main.camkes
        connector seL4SharedData { from Dataports with 0 threads; to Dataports with 0 threads; }
        component C { control; dataport Buf d; }
        assembly {
            composition {
                component C one;
                component C two;
                connection seL4SharedData mem(from one.d, to two.d);
            }
            configuration { mem.size = 0x200000; one.d_access = "RW"; }
        }
    "#;
    let template = "/*- set r = region(me) -*//*- do share(me.parent.name ~ '_data', r.symbol, r.size, r.page_size, perm=r.perm) -*/\
                    /*? r.symbol ?*/ /*? r.size ?*/ /*? r.page_size ?*/ /*? r.perm ?*/ /*? r.c_type ?*/ /*? r.c_size ?*/";
    let templates = templates(&[("seL4SharedData.template.c", template)]);
    let assembly = assembly(text);
    let generated = generate(&assembly, &target(), &templates, "main").unwrap();
    assert_eq!(text_of(&generated, "one/d_seL4SharedData_0.c"), "from_0_d_data 2097152 2097152 RW Buf sizeof(Buf)\n");
    assert_eq!(text_of(&generated, "two/d_seL4SharedData_0.c"), "to_0_d_data 2097152 2097152 RWXP Buf sizeof(Buf)\n");
    assert!(text_of(&generated, "main.cdl").contains("mem_data_0_obj = frame (2M, fill: [])\n"));
    let plan = plan(&assembly, &templates).unwrap();
    let backed = plan.spaces.iter().map(|space| {
        let space = render_space(&assembly, space, &target(), &templates).unwrap();
        space
            .request
            .address_space
            .symbols()
            .map(|(symbol, regions)| format!("{symbol}: {regions:?}"))
            .collect::<String>()
    });
    for (backed, rights) in backed.zip(["Rights(RW)", "Rights(RWG)"]) {
        assert!(backed.contains("mem_data_0_obj") && backed.contains(rights), "{backed}");
    }
}

#[test]
fn fault_handlers_and_scheduling_contexts_come_with_their_options() {
    let mut options = Options { debug_fault_handlers: Switch::On, ..Options::default() };
    let assembly = assembly(CALL);
    let template = "/*- for t in alloc_threads() -*//*? t.display_name ?*/=/*? t.tcb ?*/,/*? t.sc ?*/ /*- endfor -*//*? fault_ep_cap() ?*/";
    let templates = templates(&[("component.template.c", template)]);
    let cdl = |options: &Options| {
        let target = Target { options: options.clone(), ..Target::new(Arch::Riscv64) };
        let generated = generate(&assembly, &target, &templates, "main").unwrap();
        (text_of(&generated, "server/camkes.c"), text_of(&generated, "main.cdl"))
    };
    let (classic, text) = cdl(&options);
    assert_eq!(classic, "control=1,None e=3,None fault_handler=5,None 6\n");
    assert!(text.contains("0x2: server_fault_ep (RWP, badge: 1)"), "{text}");
    assert!(text.contains("init: [1],fault_ep: 0x00000002)"), "{text}");
    options.kernel = Kernel::Realtime;
    let (realtime, text) = cdl(&options);
    assert_eq!(realtime, "control=1,2 e=3,4 fault_handler=5,6 7\n");
    assert!(text.contains("server_server_e_0000_sc = sc (period: 10000, budget: 10000, data: 0, 8 bits)"), "{text}");
    assert!(text.contains("fault_ep_slot: server_fault_ep (badge: 3,RWGP)"), "{text}");
}

#[test]
fn thread_settings_are_the_threads_own_before_the_instances() {
    let text = CALL.replace(
        "client.priority = 50;",
        "server.priority = 10; server.e_priority = 20; server._max_priority = 30; server.affinity = 1; server.e_domain = 2;",
    );
    let generated = generate(&assembly(&text), &target(), &call_templates(), "main").unwrap();
    let cdl = text_of(&generated, "main.cdl");
    assert!(cdl.contains("prio: 10,max_prio: 30,affinity: 1,init: [1])"), "{cdl}");
    assert!(cdl.contains("prio: 20,max_prio: 254,affinity: 1,init: [2],dom: 2)"), "{cdl}");
}

#[test]
fn a_stack_is_made_of_whole_pages() {
    let text = CALL.replace("server.e_stack_size = 8192;", "server.e_stack_size = 5000;");
    let templates =
        templates(&[("component.template.c", "/*- for t in alloc_threads() -*//*? t.stack_size ?*/ /*- endfor -*/")]);
    let generated = generate(&assembly(&text), &target(), &templates, "main").unwrap();
    assert_eq!(text_of(&generated, "server/camkes.c"), "16384 8192 \n");
}

#[test]
fn a_setting_that_no_thread_can_have_is_an_error_that_names_it() {
    let text = CALL.replace("client.priority = 50;", "client.priority = 300;");
    let failures = generate(&unchecked_assembly(&text), &target(), &call_templates(), "main").unwrap_err();
    assert_eq!(
        failures[0].to_string(),
        "component.template.c:1:8: setting client.priority has the value 300, which is no number in range (for 'client')"
    );
}

#[test]
fn badges_that_settings_choose_are_left_out_when_the_others_are_numbered() {
    let text = r#"
        //- /main.camkes
        connector seL4RPCCall { from Procedures with 0 threads; to Procedure; }
        procedure P { void f(); }
        component C { control; uses P p; }
        component S { provides P p; }
        assembly {
            composition {
                component C a; component C b; component C c; component C d; component S s;
                connection seL4RPCCall all(from a.p, from b.p, from c.p, from d.p, to s.p);
            }
            configuration { b.p_attributes = 1; d.p_attributes = "3"; }
        }
    "#;
    let case = Case::new(text);
    let templates = templates(&[("seL4RPCCall-to.template.c", "/*? badges(me.parent) ?*/")]);
    let generated = generate(&case.assembly(), &target(), &templates, "main").unwrap();
    assert_eq!(text_of(&generated, "s/p_seL4RPCCall_0.c"), "[2, 1, 4, 3]\n");
}
