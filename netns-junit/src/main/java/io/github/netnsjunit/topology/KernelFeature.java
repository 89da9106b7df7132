package io.github.netnsjunit.topology;

import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.kernel.libc.NativeLibrary;
import io.github.netnsjunit.kernel.libc.NativeLibraryException;
import io.github.netnsjunit.kernel.link.Ethtool;
import io.github.netnsjunit.kernel.link.TunDevice;
import io.github.netnsjunit.kernel.netlink.GenericNetlink;
import io.github.netnsjunit.kernel.netlink.NetlinkException;
import io.github.netnsjunit.kernel.netlink.NetlinkSocket;
import io.github.netnsjunit.kernel.nft.NftBatch;
import io.github.netnsjunit.kernel.nft.TryNft;
import io.github.netnsjunit.kernel.system.JavaIPv6;
import io.github.netnsjunit.kernel.system.KernelModules;
import io.github.netnsjunit.kernel.system.Privileges;
import io.github.netnsjunit.kernel.system.TryKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Something that not every kernel has, or that not every user may use. Each feature is tried out once in a Java process, in a scratch
 * namespace. The kernel may load a module when a feature is tried. The modules of {@link #BOND}, {@link #IFB}, {@link #DUMMY},
 * {@link #GRE}, {@link #IPIP}, {@link #SIT}, {@link #IP6TNL}, {@link #IP6GRE} and {@link #VRF} put links or kernel parameters into the host's namespace when they are loaded. If such a module is not
 * loaded yet, its feature is not tried, and counts as not available.
 */
public enum KernelFeature {
    /** Virtual Ethernet pairs: the cables between namespaces. */
    VETH(TryKind.link("veth")),
    /** Bridges. */
    BRIDGE(TryKind.link("bridge")),
    /** Bridges that filter VLANs. */
    VLAN_FILTERING(TryKind.filteringBridge()),
    /** Dummy interfaces. */
    DUMMY(TryKind.link("dummy"), "dummy"),
    /** VLAN interfaces (8021q). */
    VLAN(TryKind.link("vlan")),
    /** VXLAN tunnels. */
    VXLAN(TryKind.link("vxlan")),
    /** Geneve tunnels. */
    GENEVE(TryKind.link("geneve")),
    /** MACVLAN interfaces. */
    MACVLAN(TryKind.link("macvlan")),
    /** MACVTAP interfaces. */
    MACVTAP(TryKind.link("macvtap")),
    /** IPVLAN interfaces. */
    IPVLAN(TryKind.link("ipvlan")),
    /** Virtual routing and forwarding. */
    VRF(TryKind.link("vrf"), "vrf"),
    /** Policy rules: routing tables besides the main one, and which packets are looked up there. */
    POLICY_RULES(TryKind.policyRule()),
    /** WireGuard tunnels. */
    WIREGUARD(TryKind.link("wireguard")),
    /** Bonds. */
    BOND(TryKind.link("bond"), "bonding"),
    /** Intermediate functional blocks, which shape what comes in. */
    IFB(TryKind.link("ifb"), "ifb"),
    /** GRE tunnels. */
    GRE(TryKind.link("gre"), "ip_gre"),
    /** IPIP tunnels. */
    IPIP(TryKind.link("ipip"), "ipip"),
    /** SIT tunnels. */
    SIT(TryKind.link("sit"), "sit"),
    /** Tunnels over IPv6. */
    IP6TNL(TryKind.link("ip6tnl"), "ip6_tunnel"),
    /** GRE tunnels over IPv6. */
    IP6GRE(TryKind.link("ip6gre"), "ip6_gre"),
    /** The network emulator: delay, jitter, loss, duplication, reordering, corruption. */
    NETEM(TryKind.queueingDiscipline("netem")),
    /** The token bucket filter: a rate. */
    TBF(TryKind.queueingDiscipline("tbf")),
    /** Rules for packets that know the states of connections (nf_tables). */
    NFTABLES(libc -> tryRules(libc, TryNft.filter(), "CONFIG_NF_TABLES, CONFIG_NF_TABLES_INET, CONFIG_NFT_CT")),
    /** Rules that reject packets. */
    NFT_REJECT(libc -> tryRules(libc, TryNft.reject(), "CONFIG_NFT_REJECT")),
    /** Rules that limit a rate. */
    NFT_LIMIT(libc -> tryRules(libc, TryNft.limit(), "CONFIG_NFT_LIMIT")),
    /** Rules that translate addresses. */
    NFT_NAT(libc -> tryRules(libc, TryNft.translate(), "CONFIG_NFT_NAT")),
    /** Rules that masquerade, and that the kernel deletes with the process that made them. */
    NFT_OWNER(libc -> tryRules(
            libc, TryNft.masqueradeInOwnTable(), "CONFIG_NFT_MASQ, of Linux 5.12 or later (NFT_TABLE_F_OWNER)")),
    /** Hierarchical token buckets. */
    HTB(TryKind.queueingDiscipline("htb")),
    /** Priority bands. */
    PRIO(TryKind.queueingDiscipline("prio")),
    /** Fair queueing with controlled delay. */
    FQ_CODEL(TryKind.queueingDiscipline("fq_codel")),
    /** Requests that turn the offloads of interfaces off: ethtool over netlink, of Linux 5.6. */
    OFFLOADS(KernelFeature::tryEthtool),
    /** TUN and TAP devices. */
    TUN(KernelFeature::tryTun),
    /** IPv6, in the kernel and in this Java process. A Java process that was started where no IPv6 address exists never uses IPv6. */
    IPV6(libc -> Files.exists(Path.of("/proc/thread-self/net/if_inet6"))
            ? JavaIPv6.reasonAgainst()
            : "the kernel has no IPv6: use one with CONFIG_IPV6, and start it without ipv6.disable=1"),
    /** Not a feature of the kernel, but a right of the user: to change the namespace that this Java process runs in. */
    HOST_NAMESPACE(KernelFeature::tryHost);

    private static final Map<KernelFeature, String> REASONS = new ConcurrentHashMap<>();

    @SuppressWarnings("ImmutableEnumChecker") // lambdas and records without state
    private final Attempt attempt;

    /** Tries a feature. Returns why it is not available, or an empty text. Runs on a thread that is in a scratch namespace. */
    private interface Attempt {
        String reasonAgainst(Libc libc);
    }

    KernelFeature(Attempt attempt) {
        this.attempt = attempt;
    }

    KernelFeature(TryKind kind) {
        this(libc -> tryKind(libc, kind));
    }

    /** For a feature whose module puts something into the host's namespace when it is loaded. */
    KernelFeature(TryKind kind, String module) {
        this(libc -> KernelModules.RUNNING
                .whyItMightLoad(module)
                .map(reason -> notTried(module, reason))
                .orElseGet(() -> tryKind(libc, kind)));
    }

    private static String notTried(String module, String reason) {
        return "not tried: to load the kernel module " + module
                + " would put links or parameters into the host's namespace, and " + reason
                + "; load it on the host yourself (modprobe " + module + "), or use a kernel that has it";
    }

    /** Whether the kernel has it and this user may use it; see {@link #reason()}. */
    public boolean isAvailable() {
        return reason().isEmpty();
    }

    /**
     * Why it is not available, in the kernel's words and with a remedy. Empty if it is available.
     *
     * @throws IllegalStateException if it cannot be tried now, for example because no more namespaces can be made at the moment
     */
    public String reason() {
        return REASONS.computeIfAbsent(this, KernelFeature::find);
    }

    private static String find(KernelFeature feature) {
        try {
            return feature.tryWith(NativeLibrary.libc());
        } catch (NativeLibraryException none) {
            return String.valueOf(none.getMessage());
        }
    }

    /** Tries the feature again, in a scratch namespace, on a thread of its own that ends afterwards. */
    String tryWith(Libc libc) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        libc.unshare(Libc.CLONE_NEWNET);
                        answer.complete(attempt.reasonAgainst(libc));
                    } catch (Throwable failure) {
                        answer.completeExceptionally(failure);
                    }
                },
                "netns scratch");
        thread.setDaemon(true);
        thread.start();
        try {
            return answer.join();
        } catch (CompletionException failure) {
            Throwable cause = failure.getCause();
            String message = "could not try " + name() + " in a scratch namespace: "
                    + (cause == null ? failure : cause).getMessage();
            if (cause instanceof LinuxException refused && Privileges.areMissing(refused)) {
                return message + Privileges.remedies();
            }
            throw new IllegalStateException(message, cause); // for example a limit that is reached at the moment
        }
    }

    private static String tryKind(Libc libc, TryKind kind) {
        try (NetlinkSocket netlink = NetlinkSocket.open(libc)) {
            netlink.execute(kind);
            return "";
        } catch (NetlinkException refused) {
            if (kind.isUnknown(refused.errno())) {
                return "this kernel has no " + kind.kind() + " (" + refused.getMessage()
                        + "); load its module (modprobe) on the host, or use a kernel that has it";
            }
            if (kind.isKnown(refused.errno())) {
                return "";
            }
            throw refused;
        }
    }

    /** @param options what a kernel is configured with that has the feature */
    private static String tryRules(Libc libc, NftBatch rules, String options) {
        try (NetlinkSocket netfilter = NetlinkSocket.openForNetfilter(libc)) {
            rules.execute(netfilter);
            return "";
        } catch (LinuxException refused) {
            if (Privileges.areMissing(refused)) {
                throw refused;
            }
            return "this kernel does not have what these rules need (" + refused.getMessage() + "); use one with "
                    + options;
        }
    }

    /** The file can exist before the module is loaded. Opening it loads the module. */
    private static String tryTun(Libc libc) {
        try {
            libc.open(TunDevice.FILE, Libc.O_RDWR, 0).close();
            return "";
        } catch (LinuxException refused) {
            return "the kernel has no TUN, or this user may not use it (" + refused.getMessage()
                    + "); load its module (modprobe tun) on the host, start the container with --device "
                    + TunDevice.FILE
                    + ", or let this user read and write that file";
        }
    }

    private static String tryEthtool(Libc libc) {
        try (NetlinkSocket modules = NetlinkSocket.openForModules(libc)) {
            modules.dump(GenericNetlink.family(Ethtool.FAMILY));
            return "";
        } catch (NetlinkException refused) {
            if (refused.errno() != Errno.ENOENT) {
                throw refused;
            }
            return "this kernel takes no requests about offloads (" + refused.getMessage()
                    + "); use Linux 5.6 or later, with CONFIG_ETHTOOL_NETLINK";
        }
    }

    private static String tryHost(Libc libc) {
        try (Descriptor host = libc.open("/proc/self/ns/net", Libc.O_RDONLY, 0)) {
            libc.setns(host, Libc.CLONE_NEWNET);
            return "";
        } catch (LinuxException refused) {
            return "this user may not change the host's namespace (" + refused.getMessage()
                    + "); run the tests as root, without unshare --user in front";
        }
    }
}
