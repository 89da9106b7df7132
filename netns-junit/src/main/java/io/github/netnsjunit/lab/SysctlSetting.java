package io.github.netnsjunit.lab;

import static java.util.Objects.requireNonNull;

/**
 * A kernel parameter of one namespace.
 *
 * @param namespace the namespace whose parameter it is
 * @param name below {@code net.}, as sysctl(8) writes it: {@code net.ipv4.ip_forward}, or with slashes where a part has a dot
 * @param value what is written to it
 */
public record SysctlSetting(String namespace, String name, String value) {

    public SysctlSetting {
        requireNonNull(namespace, "namespace");
        requireNonNull(name, "name");
        requireNonNull(value, "value");
    }

    /** The file that it is written to, which is one however the name is spelled: {@code /proc/sys/net/ipv4/ip_forward}. */
    public String path() {
        return Names.sysctlPath(name);
    }

    @Override
    public String toString() {
        return "sysctl " + namespace + ": " + name + " = " + value;
    }
}
