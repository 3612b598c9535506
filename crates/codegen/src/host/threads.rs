// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The threads of an instance, and all that a thread is made of.

mod properties;

use std::{cmp::Ordering, sync::Arc};

use camkes_capdl::{Address, Cap, Frame, Object, ObjectName, Rights, SchedContext, Tcb, TcbSlot, sanitised};
use minijinja::{Error, ErrorKind, Value};

use self::properties::Properties;
use super::{
    args::function,
    entity::{Entity, entity, value},
    instance::Instance,
    interface::Interface,
    model::Model,
    objects::{self, KernelObject},
    scope::{Scope, capdl_error},
    types::PAGE_SIZE,
};
use crate::{
    connectors::Side,
    plan::{Subject, ends},
};

/// What a thread is for.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Role {
    /// The component's own thread.
    Control,
    /// Serves an interface, by its index in the component; the number tells apart several that serve one.
    Interface { interface: usize, number: u32 },
    /// Prints faults of the others.
    FaultHandler,
}

/// A thread of an instance.
#[derive(Debug, Clone)]
pub(crate) struct Thread {
    model: Arc<Model>,
    instance: usize,
    /// Its number in the instance.
    index: usize,
    role: Role,
    name: String,
    stack_size: u64,
    /// Slots of its capabilities, once they are allocated.
    slots: Option<Slots>,
}

#[derive(Debug, Clone, Copy)]
struct Slots {
    tcb: u64,
    sched_context: Option<u64>,
}

/// `threads`, `alloc_threads`, `fault_ep_cap` and `send_faults`.
pub(crate) fn functions(scope: &Scope) -> [(&'static str, Value); 4] {
    let (listed, allocated, fault, sent) = (scope.clone(), scope.clone(), scope.clone(), scope.clone());
    [
        function("threads", &["instance"], move |_, args| {
            let index = match args.optional("instance")? {
                None => listed.instance(),
                Some(given) => {
                    let instance = entity::<Instance>(given);
                    Some(instance.ok_or_else(|| args.wrong("instance", "an instance", given))?.index)
                }
            };
            Ok(of_instance(&listed.model, index.unwrap_or_default())?.into_iter().map(value).collect())
        }),
        function("alloc_threads", &[], move |_, _| allocated.threads()),
        function("fault_ep_cap", &[], move |_, _| {
            let rights = Rights::READ | Rights::WRITE | Rights::GRANT_REPLY;
            let object = fault.request("fault_ep", "seL4_EndpointObject", None, Object::Endpoint)?;
            let cap = Cap::new(object.name).with_rights(rights);
            Ok(Value::from(fault.request_cap("fault_ep__fault_handler", Some(cap))?))
        }),
        function("send_faults", &["thread", "object"], move |_, args| {
            let given = args.required("thread")?;
            let thread = entity::<Thread>(given).ok_or_else(|| args.wrong("thread", "a thread", given))?;
            sent.send_faults(thread, objects::argument(args, "object")?).map(Value::from)
        }),
    ]
}

/// The threads of an instance: its own, those that connectors demand for its interfaces in the order of the
/// connections, and the fault handler if there is to be one.
///
/// # Errors
/// A stack size in the settings is no number.
pub(crate) fn of_instance(model: &Arc<Model>, instance: usize) -> Result<Vec<Thread>, Error> {
    let mut roles = vec![Role::Control];
    for connection in &model.assembly.connections {
        for side in [Side::From, Side::To] {
            let demanded = match side {
                Side::From => connection.connector.from.threads,
                Side::To => connection.connector.to.threads,
            };
            for end in ends(connection, side).iter().filter(|end| end.instance == instance) {
                roles.extend((0..demanded).map(|number| Role::Interface { interface: end.interface, number }));
            }
        }
    }
    if model.target.options.debug_fault_handlers.is_on() {
        roles.push(Role::FaultHandler);
    }
    roles.into_iter().enumerate().map(|(index, role)| Thread::new(model, instance, index, role)).collect()
}

impl Thread {
    fn new(model: &Arc<Model>, instance: usize, index: usize, role: Role) -> Result<Self, Error> {
        let mut thread = Self {
            model: Arc::clone(model),
            instance,
            index,
            role,
            name: String::new(),
            stack_size: model.target.options.default_stack_size,
            slots: None,
        };
        let prefix = sanitised(thread.instance_name());
        thread.name = match &thread.role {
            Role::Control => format!("{prefix}_0_control"),
            Role::FaultHandler => format!("{prefix}_0_fault_handler"),
            Role::Interface { number, .. } => format!("{prefix}_{}_{number:04}", thread.interface_name()),
        };
        if thread.role != Role::FaultHandler
            && let Some(size) = thread.properties().number::<u64>(&format!("{}stack_size", thread.setting_prefix()))?
        {
            // The templates round up too; a stack ends where its last frame ends.
            thread.stack_size = size.max(1).checked_next_multiple_of(PAGE_SIZE).unwrap_or(size);
        }
        Ok(thread)
    }

    fn instance_name(&self) -> &str {
        self.model.instance(self.instance).map_or("", |instance| instance.name.as_str())
    }

    fn interface(&self) -> Option<Interface> {
        match self.role {
            Role::Interface { interface, .. } => {
                Some(Interface { model: Arc::clone(&self.model), instance: self.instance, index: interface })
            }
            Role::Control | Role::FaultHandler => None,
        }
    }

    fn interface_name(&self) -> String {
        self.interface().map(|interface| interface.text()).unwrap_or_default()
    }

    fn display_name(&self) -> String {
        match self.role {
            Role::Control => "control".to_owned(),
            Role::FaultHandler => "fault_handler".to_owned(),
            Role::Interface { .. } => self.interface_name(),
        }
    }

    /// What settings for this thread begin with.
    fn setting_prefix(&self) -> String {
        match self.role {
            Role::Control => "_".to_owned(),
            Role::FaultHandler => "fault".to_owned(),
            Role::Interface { .. } => format!("{}_", self.interface_name()),
        }
    }

    fn properties(&self) -> Properties<'_> {
        Properties { model: &self.model, instance: self.instance_name() }
    }

    fn stack_symbol(&self) -> String {
        format!("_camkes_stack_{}", self.name)
    }

    fn ipc_symbol(&self) -> String {
        format!("_camkes_ipc_buffer_{}", self.name)
    }

    /// A thread that only runs on the time of its callers.
    fn is_passive(&self) -> bool {
        matches!(self.role, Role::Interface { .. })
            && self.properties().flag(&format!("{}passive", self.setting_prefix()))
    }

    /// The thread's object, without its capabilities to the CSpace and to fault endpoints.
    fn tcb(&self) -> Result<Tcb, Error> {
        let page = i64::try_from(PAGE_SIZE).unwrap_or_default();
        let stack = i64::try_from(self.stack_size).unwrap_or(i64::MAX).saturating_add(page);
        let mut tcb = Tcb {
            ip: Address::symbol(format!("camkes {} _camkes_start", self.instance_name()), 0),
            // Both lie behind a guard page, and a stack grows downwards.
            sp: Address::symbol(self.stack_symbol(), stack),
            ipc_buffer: Address::symbol(self.ipc_symbol(), page),
            ..Tcb::default()
        };
        match self.role {
            Role::FaultHandler => self.properties().apply_to_fault_handler(&mut tcb)?,
            Role::Control | Role::Interface { .. } => self.properties().apply(&self.setting_prefix(), &mut tcb)?,
        }
        Ok(tcb)
    }
}

impl Scope {
    /// Allocates all that the threads of the instance need, at the first call.
    fn threads(&self) -> Result<Value, Error> {
        let Subject::Instance(instance) = self.subject else {
            return Err(Error::new(
                ErrorKind::InvalidOperation,
                "alloc_threads() is for the templates of components, not for those of connectors",
            ));
        };
        if let Some(known) = self.space.lock().threads.get(&instance) {
            return Ok(known.clone());
        }
        let mut threads = of_instance(&self.model, instance)?;
        for thread in &mut threads {
            thread.slots = Some(self.allocate(thread)?);
        }
        let threads: Value = threads.into_iter().map(value).collect();
        self.space.lock().threads.insert(instance, threads.clone());
        Ok(threads)
    }

    /// The order of the requests is that of the reference: it decides the numbers of the slots.
    fn allocate(&self, thread: &Thread) -> Result<Slots, Error> {
        self.stack(&thread.stack_symbol(), thread.stack_size)?;
        let frame = Object::Frame(Frame::new(PAGE_SIZE));
        let frame = self.request(&format!("frame_{}", thread.ipc_symbol()), "seL4_FrameObject", None, frame)?;
        self.ipc_buffer(&thread.ipc_symbol(), &frame.name)?;

        let tcb_name = format!("{}_tcb", thread.name);
        let mut tcb = thread.tcb()?;
        let tcb_object = self.request(&tcb_name, "seL4_TCBObject", None, Object::Tcb(Box::default()))?;
        let slot = self.request_cap(&tcb_name, Some(Cap::new(tcb_object.name.clone())))?;
        tcb.init.push(slot);
        {
            let space = self.space.lock();
            let read_write = Rights::READ | Rights::WRITE;
            tcb.slots.insert(TcbSlot::IpcBuffer, Cap::new(frame.name).with_rights(read_write));
            tcb.slots.insert(TcbSlot::VSpace, Cap::new(space.symbols.root().clone()));
            tcb.slots.insert(TcbSlot::CSpace, Cap::new(space.cspace.name().clone()));
        }
        let sched_context = self.sched_context(thread, &mut tcb)?;
        self.fault_endpoint(thread, slot, &mut tcb)?;
        let tcb = Object::Tcb(Box::new(tcb));
        self.space.lock().objects.request(tcb_object.name, &self.label, tcb).map_err(capdl_error)?;
        Ok(Slots { tcb: slot, sched_context })
    }

    fn sched_context(&self, thread: &Thread, tcb: &mut Tcb) -> Result<Option<u64>, Error> {
        if !self.model.target.options.realtime() || thread.is_passive() {
            return Ok(None);
        }
        let name = format!("{}_sc", thread.name);
        let context: SchedContext = thread.properties().sched_context(&thread.setting_prefix())?;
        let object = self.request(&name, "seL4_SchedContextObject", None, Object::SchedContext(context))?;
        let slot = self.request_cap(&name, Some(Cap::new(object.name.clone())))?;
        tcb.slots.insert(TcbSlot::SchedContext, Cap::new(object.name));
        Ok(Some(slot))
    }

    /// Makes faults of a thread arrive at an endpoint that a template asks for, instead of where they would go otherwise. Returns the slot of
    /// its TCB, which is the badge of the faults.
    fn send_faults(&self, thread: &Thread, endpoint: &KernelObject) -> Result<u64, Error> {
        let invalid = |why: &str| Error::new(ErrorKind::InvalidOperation, format!("thread '{}' {why}", thread.name));
        let known = self.space.lock().threads.get(&thread.instance).cloned();
        let listed = known.iter().flat_map(Value::try_iter).flatten();
        let slots = listed.filter_map(|it| entity::<Thread>(&it).filter(|it| it.index == thread.index)?.slots).next();
        let slot = slots.ok_or_else(|| invalid("is not allocated in this address space"))?.tcb;
        let realtime = self.model.target.options.realtime();
        let rights = if realtime { Rights::ALL } else { Rights::READ | Rights::WRITE | Rights::GRANT_REPLY };
        let cap = Cap::new(endpoint.name.clone()).with_rights(rights).with_badge(slot);
        let fault_ep = match realtime {
            true => None,
            false => Some(self.request_cap(&format!("faults_of_{}", thread.name), Some(cap.clone()))?),
        };
        let tcb = ObjectName::of(thread.instance_name(), &format!("{}_tcb", thread.name));
        match self.space.lock().objects.get_mut(tcb.as_str()) {
            Some(Object::Tcb(tcb)) => match fault_ep {
                Some(slot) => tcb.fault_ep = Some(slot),
                None => drop(tcb.slots.insert(TcbSlot::FaultEp, cap)),
            },
            _ => return Err(invalid("has no TCB")),
        }
        Ok(slot)
    }

    /// Faults are sent to the fault handler with the thread's own slot as badge, which tells whose they are.
    fn fault_endpoint(&self, thread: &Thread, slot: u64, tcb: &mut Tcb) -> Result<(), Error> {
        let options = &self.model.target.options;
        if !options.debug_fault_handlers.is_on() || thread.role == Role::FaultHandler {
            return Ok(());
        }
        let endpoint = self.request("fault_ep", "seL4_EndpointObject", None, Object::Endpoint)?;
        if options.realtime() {
            let cap = Cap::new(endpoint.name).with_rights(Rights::ALL).with_badge(slot);
            tcb.slots.insert(TcbSlot::FaultEp, cap);
        } else {
            let rights = Rights::READ | Rights::WRITE | Rights::GRANT_REPLY;
            let cap = Cap::new(endpoint.name).with_rights(rights).with_badge(slot);
            tcb.fault_ep = Some(self.request_cap(&format!("fault_ep_{}", thread.name), Some(cap))?);
        }
        Ok(())
    }
}

impl Entity for Thread {
    const FIELDS: &'static [&'static str] = &[
        "name",
        "kind",
        "interface",
        "intra_index",
        "stack_symbol",
        "stack_size",
        "ipc_symbol",
        "tcb",
        "sc",
        "passive",
        "display_name",
        "index",
    ];

    fn field(&self, name: &str) -> Option<Value> {
        let none = || Value::from(());
        Some(match name {
            "name" => Value::from(self.name.as_str()),
            "kind" => Value::from(match self.role {
                Role::Control => "control",
                Role::FaultHandler => "fault_handler",
                Role::Interface { .. } => "interface",
            }),
            "interface" => self.interface().map_or_else(none, value),
            "intra_index" => match self.role {
                Role::Interface { number, .. } => Value::from(number),
                Role::Control | Role::FaultHandler => Value::from(0),
            },
            "stack_symbol" => Value::from(self.stack_symbol()),
            "stack_size" => Value::from(self.stack_size),
            "ipc_symbol" => Value::from(self.ipc_symbol()),
            // Only allocated threads have slots, so that forgetting to allocate is an error.
            "tcb" => Value::from(self.slots?.tcb),
            "sc" => self.slots?.sched_context.map_or_else(none, Value::from),
            "passive" => Value::from(self.is_passive()),
            "display_name" => Value::from(self.display_name()),
            "index" => Value::from(self.index),
            _ => return None,
        })
    }

    fn text(&self) -> String {
        self.name.clone()
    }

    fn order(&self, other: &Self) -> Ordering {
        (self.instance, self.index).cmp(&(other.instance, other.index))
    }
}
