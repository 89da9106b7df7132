package io.github.netnsjunit.topology;

import io.github.netnsjunit.address.Parsed;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes the facts of one part after the other, for the {@link Outline}. If two facts are about one thing, the first counts. */
public interface Draft {

    /** Says that there is a namespace. */
    void namespace(Namespace namespace);

    /** Says that there is an interface. */
    void link(LinkFacts facts);

    /** Says that the kernel is to set no routes to the networks of an interface's addresses. */
    void withoutConnectedRoutes(Key.Link link);

    /** Says how many queues an interface has when it is made. */
    void queues(Key.Link link, LinkQueues queues);

    /** Says that an interface is a switch, whose ports hear one another. */
    void bridge(Key.Link bridge, SwitchFacts facts);

    /** Says that an interface has ports, though it is no switch. */
    void master(Key.Link master, MasterRole role);

    /** Says that an interface is a port of another in the same namespace. Has no effect if the other one has no ports. */
    void port(Key.Link port, Key.Link bridge, PortOptions options);

    /** Says that two interfaces are joined as by a cable: each receives what the other sends. */
    void cable(Key.Link one, Key.Link other);

    /** Says that one interface sends its frames through another, with this VLAN tag. */
    void tagged(Key.Link upper, Key.Link lower, int vlan);

    /** Says whether a namespace forwards packets of other hosts. */
    void forwarding(String namespace, boolean ipv6, boolean on);

    /** Says that one interface sends its frames through another, without a tag: both are on one segment. */
    void over(Key.Link upper, Key.Link lower);

    /** Says that one interface sends packets through another, but answers nobody there who asks for a MAC address. */
    void unheardOver(Key.Link upper, Key.Link lower);

    /** Says that an interface is an end of a tunnel. It is joined with the ends at its remote address. */
    void tunnel(TunnelFacts facts);

    /** Says that an interface stands for a routing table of this number. */
    void routingTable(Key.Link master, long number);

    /** Says that a router translates addresses. */
    void nat(NatFacts facts);

    /** Says what a drawing tells of a namespace beside its links and routes, in a few words. */
    void remark(String namespace, String text);

    /** Says what a drawing tells of an interface behind its kind, in a few words such as {@code to 10.0.0.2}. */
    void remark(Key.Link link, String text);

    /** Says that one interface sends packets to another, as an end of a tunnel. They are joined if the other one says the same of it. */
    void peer(Key.Link from, Key.Link to);

    /** Says that there is a name server. */
    void nameServer(NameServerFacts facts);

    /** Says that there is a route. */
    void route(RouteFacts facts);

    /** Says that there is a policy rule. */
    void rule(RuleFacts facts);

    /**
     * Returns the value of a text. If the text cannot be read, the result is null, and the part has a mistake.
     *
     * @param what how the message of that mistake begins, such as {@code "the address of a:eth0: "}
     */
    <T> @Nullable T read(@Nullable Parsed<T> text, String what);

    /** Returns the values of the texts that can be read; each other one is a mistake, as in {@link #read}. */
    default <T> List<T> readAll(List<Parsed<T>> texts, String what) {
        return texts.stream()
                .filter(text -> read(text, what) != null)
                .map(Parsed::get)
                .toList();
    }
}
