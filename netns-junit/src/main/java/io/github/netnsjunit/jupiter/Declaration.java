package io.github.netnsjunit.jupiter;

import io.github.netnsjunit.lab.BridgeLink;
import io.github.netnsjunit.lab.End;
import io.github.netnsjunit.lab.Namespace;
import io.github.netnsjunit.lab.StaticRoute;
import io.github.netnsjunit.lab.SysctlSetting;
import io.github.netnsjunit.lab.VethLink;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One part of a network as an annotation declares it.
 *
 * @param part the topology's record
 * @param things what it declares, as a message calls it; no two declarations may tell different things of one
 * @param quoted the annotation as a message quotes it
 * @param annotation the annotation itself
 * @param place where the annotation stands
 */
record Declaration(Object part, List<String> things, String quoted, Annotation annotation, Place place) {

    /** The annotation and where it stands: {@code @NetNamespace("blue_ns") on class WebServerTest}. */
    String words() {
        return quoted + " " + place.words();
    }

    /** The same, with all that the annotation says where it reads like the other otherwise. */
    String wordsBeside(Declaration other) {
        String whole = annotation.toString().replaceAll("[\\w.]+\\.(?=[A-Z]\\w*\\()", "");
        return quoted.equals(other.quoted) ? whole + " " + place.words() : words();
    }

    /** Whether it is of a namespace, or part of something between that one and another. */
    boolean isOf(String namespace) {
        return things.stream().anyMatch(thing -> thing.endsWith("namespace [" + namespace + "]"));
    }

    /** Whether another that declares one of the same things declares it in the same way. */
    boolean saysTheSameAs(Declaration other) {
        return meaning(part).equals(meaning(other.part));
    }

    private static Object meaning(Object part) {
        if (part instanceof VethLink pair) {
            return Set.copyOf(List.of(pair.left(), pair.right())); // a cable has no direction
        } else if (part instanceof SysctlSetting setting) {
            return setting.value(); // its thing is the same, however it is spelled
        }
        return part;
    }

    /** Reads an annotation; {@code null} if it declares no part of a network. */
    static @Nullable Declaration of(Annotation annotation, Place place) {
        if (annotation instanceof NetNamespace namespace) {
            return namespace(
                    new Namespace(namespace.value(), namespace.loopback(), false),
                    "@NetNamespace(" + quoted(namespace.value()) + (namespace.loopback() ? ")" : ", loopback = false)"),
                    annotation,
                    place);
        } else if (annotation instanceof HostNamespace host) {
            return namespace(
                    Namespace.host(host.value()), "@HostNamespace(" + quoted(host.value()) + ")", annotation, place);
        } else if (annotation instanceof VethPair pair) {
            return vethPair(pair, place);
        } else if (annotation instanceof Bridge bridge) {
            return bridge(bridge, place);
        } else if (annotation instanceof Route route) {
            return route(
                    new StaticRoute(
                            route.namespace(), route.to(), orNull(route.via()), orNull(route.dev()), route.metric()),
                    "@Route(namespace = " + quoted(route.namespace()) + ", to = " + quoted(route.to()) + ")",
                    annotation,
                    place);
        } else if (annotation instanceof DefaultRoute route) {
            return route(
                    new StaticRoute(
                            route.namespace(), StaticRoute.DEFAULT, route.via(), orNull(route.dev()), route.metric()),
                    "@DefaultRoute(namespace = " + quoted(route.namespace()) + ", via = " + quoted(route.via()) + ")",
                    annotation,
                    place);
        } else if (annotation instanceof Sysctl sysctl) {
            SysctlSetting setting = new SysctlSetting(sysctl.namespace(), sysctl.name(), sysctl.value());
            return new Declaration(
                    setting,
                    List.of("sysctl [" + setting.path() + "] of namespace [" + setting.namespace() + "]"),
                    "@Sysctl(namespace = " + quoted(sysctl.namespace()) + ", name = " + quoted(sysctl.name())
                            + ", value = " + quoted(sysctl.value()) + ")",
                    annotation,
                    place);
        }
        return null;
    }

    private static Declaration namespace(Namespace part, String quoted, Annotation annotation, Place place) {
        return new Declaration(part, List.of("namespace [" + part.name() + "]"), quoted, annotation, place);
    }

    private static Declaration vethPair(VethPair pair, Place place) {
        End left = end(pair.left());
        End right = end(pair.right());
        return new Declaration(
                new VethLink(left, right),
                left.namespace().equals(right.namespace()) && left.name().equals(right.name())
                        ? List.of(interfaceOf(left.namespace(), left.name()))
                        : List.of(
                                interfaceOf(left.namespace(), left.name()),
                                interfaceOf(right.namespace(), right.name())),
                "@VethPair(left = " + quoted(pair.left()) + ", right = " + quoted(pair.right()) + ")",
                pair,
                place);
    }

    private static End end(VethEnd end) {
        return new End(
                end.namespace(),
                end.name(),
                List.of(end.address()),
                end.mtu(),
                orNull(end.mac()),
                end.up(),
                orNull(end.master()));
    }

    private static Declaration bridge(Bridge bridge, Place place) {
        return new Declaration(
                new BridgeLink(bridge.namespace(), bridge.name(), List.of(bridge.address()), bridge.stp()),
                List.of(interfaceOf(bridge.namespace(), bridge.name())),
                "@Bridge(namespace = " + quoted(bridge.namespace()) + ", name = " + quoted(bridge.name()) + ")",
                bridge,
                place);
    }

    private static Declaration route(StaticRoute part, String quoted, Annotation annotation, Place place) {
        boolean ipv6 =
                part.via() != null && part.via().contains(":"); // which alone tells the one default from the other
        String metric = part.metric() == 0 ? "" : " with metric " + part.metric();
        return new Declaration(
                part,
                List.of((ipv6 ? "IPv6 route to [" : "route to [") + part.to() + "]" + metric + " of namespace ["
                        + part.namespace() + "]"),
                quoted,
                annotation,
                place);
    }

    private static String interfaceOf(String namespace, String name) {
        return "interface [" + name + "] of namespace [" + namespace + "]";
    }

    private static String quoted(VethEnd end) {
        return "@VethEnd(namespace = " + quoted(end.namespace()) + ", name = " + quoted(end.name()) + ")";
    }

    private static String quoted(String value) {
        return "\"" + value + "\"";
    }

    private static @Nullable String orNull(String value) {
        return value.isEmpty() ? null : value;
    }
}
