package io.github.netnsjunit.kernel.system;

import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.kernel.link.BridgeKind;
import io.github.netnsjunit.kernel.link.LinkKind;
import io.github.netnsjunit.kernel.link.NewInterface;
import io.github.netnsjunit.kernel.link.NewLink;
import io.github.netnsjunit.kernel.netlink.AttributeWriter;
import io.github.netnsjunit.kernel.netlink.Netlink;
import io.github.netnsjunit.kernel.netlink.NetlinkRequest;
import io.github.netnsjunit.kernel.netlink.Rtnetlink;
import io.github.netnsjunit.kernel.route.AddRule;
import io.github.netnsjunit.kernel.route.RouteType;
import io.github.netnsjunit.kernel.route.RuleSelectors;
import io.github.netnsjunit.kernel.route.RuleSpec;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Tries to add a link or a queueing discipline, to find out whether the kernel knows its kind. The request contains little more than
 * the kind, so the kernel may refuse a kind that it knows too, but with another errno. Use it only in a scratch namespace.
 *
 * @param kind the kind, as {@code ip} and {@code tc} write it
 * @param description what the request does, for messages to users
 * @param type the request's message type, {@code RTM_NEW…}
 * @param content writes the request
 * @param unknown with which errnos the kernel refuses a kind that it does not know
 */
public record TryKind(
        String kind, String description, short type, Consumer<AttributeWriter> content, Set<Integer> unknown)
        implements NetlinkRequest {

    private static final int LOOPBACK = 1;

    /** Tries {@code ip link add type KIND}, with a kind such as {@code dummy}. */
    public static TryKind link(String kind) {
        return link(kind, "add a link of type " + kind, LinkKind.of(kind));
    }

    /**
     * Tries {@code ip link add type bridge vlan_filtering 1}. A kernel without CONFIG_BRIDGE_VLAN_FILTERING has bridges, but refuses
     * this one in {@code br_vlan_filter_toggle} of {@code net/bridge/br_private.h}.
     */
    public static TryKind filteringBridge() {
        return link(
                "bridge with vlan_filtering",
                "add a bridge that filters VLANs",
                new BridgeKind(
                        false,
                        0,
                        BridgeKind.DEFAULT_AGEING,
                        BridgeKind.DEFAULT_PRIORITY,
                        true,
                        true,
                        BridgeKind.DEFAULT_QUERY_RESPONSE));
    }

    /** The kernel refuses an unknown kind in {@code rtnl_newlink} of {@code net/core/rtnetlink.c}. */
    private static TryKind link(String kind, String description, LinkKind tried) {
        return new TryKind(
                kind,
                description,
                Rtnetlink.RTM_NEWLINK,
                NewLink.of(NewInterface.of(0, "try0"), tried)::write,
                Set.of(Errno.EOPNOTSUPP));
    }

    /**
     * Tries {@code tc qdisc add dev lo root KIND}, with a kind such as {@code netem}. The kernel refuses an unknown kind in
     * {@code qdisc_create} of {@code net/sched/sch_api.c}, and all of them without CONFIG_NET_SCHED.
     */
    public static TryKind queueingDiscipline(String kind) {
        return new TryKind(
                kind,
                "add a queueing discipline " + kind,
                Rtnetlink.RTM_NEWQDISC,
                // struct tcmsg of linux/rtnetlink.h: family, padding, interface, handle, parent, info
                out -> out.u8(Rtnetlink.AF_UNSPEC)
                        .u8(0)
                        .u16(0)
                        .u32(LOOPBACK)
                        .u32(0)
                        .u32(Rtnetlink.TC_H_ROOT)
                        .u32(0)
                        .putString(Rtnetlink.TCA_KIND, kind),
                Set.of(Errno.ENOENT, Errno.EOPNOTSUPP));
    }

    /** Tries {@code ip rule add lookup 100}. A kernel without CONFIG_IP_MULTIPLE_TABLES has no rules for IPv4. */
    public static TryKind policyRule() {
        return new TryKind(
                "policy rules",
                "add a policy rule",
                Rtnetlink.RTM_NEWRULE,
                new AddRule(new RuleSpec(false, 1, RuleSelectors.ALL, RouteType.UNICAST, 100))::write,
                Set.of(Errno.EAFNOSUPPORT, Errno.EOPNOTSUPP));
    }

    /** Whether an errno says that the kernel does not know the kind. */
    public boolean isUnknown(int errno) {
        return unknown.contains(errno);
    }

    /** Whether an errno says that the kernel knows the kind: it wants to be told more, or has such a link already. */
    public boolean isKnown(int errno) {
        return errno == Errno.EINVAL || errno == Errno.EEXIST;
    }

    @Override
    public int flags() {
        return Netlink.ADD;
    }

    @Override
    public void write(AttributeWriter out) {
        content.accept(out);
    }

    @Override
    public String toString() {
        return description;
    }
}
