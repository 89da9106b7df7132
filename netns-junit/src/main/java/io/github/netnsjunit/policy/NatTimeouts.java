package io.github.netnsjunit.policy;

import io.github.netnsjunit.provision.Steps;
import io.github.netnsjunit.topology.Outline;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** After what time the kernel forgets the mappings of a NAT. It has one such time for all NATs of a namespace. */
enum NatTimeouts {
    UDP("udpTimeout", Nat::udpTimeout, "udp_timeout", "udp_timeout_stream"),
    TCP("tcpTimeout", Nat::tcpTimeout, "tcp_timeout_established");

    private final String attribute;

    @SuppressWarnings("ImmutableEnumChecker") // a method of a value
    private final Function<Nat, @Nullable Duration> timeout;

    @SuppressWarnings("ImmutableEnumChecker") // nobody changes it
    private final List<String> parameters;

    NatTimeouts(String attribute, Function<Nat, @Nullable Duration> timeout, String... parameters) {
        this.attribute = attribute;
        this.timeout = timeout;
        this.parameters = List.of(parameters);
    }

    private static String sysctl(String parameter) {
        return "net.netfilter.nf_conntrack_" + parameter;
    }

    void check(Nat nat, Outline all, Consumer<String> mistake) {
        Duration own = timeout.apply(nat);
        if (own == null) {
            return;
        }
        String said = "the time [" + own + "] (" + attribute + ") is not ";
        if (own.toSeconds() < 1 || own.toNanosPart() != 0) {
            mistake.accept(said + "of whole seconds, at least one");
            return;
        }
        for (Nat other : all.parts(Nat.class)) {
            Duration others = timeout.apply(other);
            if (other.router().equals(nat.router()) && others != null && !others.equals(own)) {
                mistake.accept(said + "that of the NAT of [" + other.router() + "] towards [" + other.outside() + "]: ["
                        + others + "]; the kernel has one for all NATs of a router");
            }
        }
        for (SysctlSetting setting : all.parts(SysctlSetting.class)) {
            if (parameters.stream().anyMatch(each -> setting.isOf(nat.router(), sysctl(each)))
                    && !Objects.equals(setting.value().strip(), seconds(own))) {
                mistake.accept(said + "what the kernel parameter is set to: [" + setting + "]");
            }
        }
    }

    void provision(Nat nat, Steps to) {
        Duration own = timeout.apply(nat);
        if (own != null) {
            parameters.forEach(each -> to.set(nat.router(), sysctl(each), seconds(own), null));
        }
    }

    private static String seconds(Duration time) {
        return Long.toString(time.toSeconds());
    }
}
