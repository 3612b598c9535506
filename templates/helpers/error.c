/*#
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 #*/
/*# An error handler of an interface, for templates that raise errors with ERR and ERR_IF.
 #  interface: name of the interface
 #  error_handler: name for the function to which errors are handed
 #*/
/*- macro make_error_handler(interface, error_handler) -*/
static camkes_interface_t /*? error_handler ?*/_interface UNUSED = {
    .instance = /*? me.instance.name | c_string ?*/,
    .name = /*? interface | c_string ?*/,
};

camkes_error_handler_t /*? interface ?*/_register_error_handler(camkes_error_handler_t handler)
{
    return camkes_interface_handler(&/*? error_handler ?*/_interface, handler);
}

static camkes_error_action_t UNUSED /*? error_handler ?*/(camkes_error_t *error)
{
    camkes_error_handler_t handler = /*? error_handler ?*/_interface.handler;
    return handler != NULL ? handler(error) : camkes_error(error);
}
/*- endmacro -*/
