package io.github.netnsjunit.lab.names;

import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.kernel.link.NamespaceId;
import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.waiting.AllSteps;
import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.rules.Names;
import java.net.InetAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The host names in a lab. They follow the topology, and once a test has changed addresses or links by other means than by adding parts,
 * they follow what the kernel has.
 */
public final class LabNames {

    private final Supplier<Outline> outline;
    private final Supplier<? extends Collection<? extends Member>> members;
    private final BooleanSupplier open;

    /** What the kernel had in each namespace when it was last asked. Is used only once something was changed by hand. */
    private final Map<String, List<LiveLink>> listed = new HashMap<>();

    /** What tests have named, in lower case, with its address. */
    private final Map<String, InetAddress> aliases = new LinkedHashMap<>();

    private boolean changedByHand;
    private volatile HostsFile current;

    /** A namespace of the lab, as far as host names need it. */
    public interface Member {

        String name();

        boolean isOpen();

        /** The links on which names depend, as the kernel lists them now. */
        List<LiveLink> liveLinks();

        /** Refers to the namespace. */
        Descriptor descriptor();

        /** The id by which the kernel calls another namespace here, see {@link NamespaceId}. */
        int idOf(Descriptor other);

        /** Writes the present names into the hosts file of the namespace. */
        void updateHostsFile();
    }

    /**
     * @param outline what the topology of the lab says now
     * @param members the namespaces of the lab now
     * @param open whether the lab is still open
     */
    public LabNames(
            Supplier<Outline> outline, Supplier<? extends Collection<? extends Member>> members, BooleanSupplier open) {
        this.outline = outline;
        this.members = members;
        this.open = open;
        this.current = HostsFile.of(outline.get());
    }

    /** What is known inside a namespace, at any time. */
    public NamesInside inside(String namespace) {
        return new NamesInside() {
            @Override
            public String hostsFile() {
                return current.text(namespace);
            }

            @Override
            public Optional<ResolverFiles> resolver() {
                return current.resolver(namespace);
            }

            @Override
            public void alias(String alias, InetAddress address) {
                addAlias(alias, address);
            }

            @Override
            public String whyUnknown(String hostName) {
                return current.whyUnknown(hostName);
            }

            @Override
            public void update() {
                updateAfterChangeIn(namespace);
            }

            @Override
            public void updateIfChanged() {
                boolean changed = member(namespace)
                        .filter(member -> member.isOpen() && open.getAsBoolean())
                        .filter(member -> !current.agreesWith(liveLinks(member).toList(), namespace))
                        .isPresent();
                if (changed) {
                    updateAfterChangeByHand();
                }
            }
        };
    }

    /** From now on names follow the kernel, because it has what the topology does not know. Writes the hosts files again. */
    public void followKernel() {
        updateAfterChangeByHand();
    }

    private synchronized void addAlias(String alias, InetAddress address) {
        Names.aliasMistake(alias).ifPresent(mistake -> {
            throw new IllegalArgumentException(mistake);
        });
        if (outline.get().namespaces().stream()
                .anyMatch(namespace -> Names.asciiHostName(namespace.name()).equals(Names.asciiHostName(alias)))) {
            throw new IllegalArgumentException("[" + alias + "] is the name of a namespace: choose another alias");
        }
        aliases.put(alias.toLowerCase(Locale.ROOT), address);
        write(new AllSteps());
    }

    /** Writes the hosts files again after a change that the topology does not know, in whatever namespace. */
    private synchronized void updateAfterChangeByHand() {
        changedByHand = true;
        update();
    }

    /** The same after a change in one namespace. The others are asked again only if a link has come, gone or moved, whose other end they may have. */
    private synchronized void updateAfterChangeIn(String namespace) {
        List<LiveLink> before = listed.remove(namespace);
        Optional<? extends Member> changed = member(namespace);
        if (!changedByHand || before == null || changed.isEmpty()) {
            updateAfterChangeByHand();
            return;
        }
        AllSteps steps = new AllSteps();
        steps.take(() -> {
            List<LiveLink> now = liveLinks(changed.get()).toList();
            if (!LiveLink.sameLinks(before, now)) {
                listed.clear();
            }
            listed.put(namespace, now);
        });
        write(steps);
    }

    /**
     * Asks all namespaces again, and writes the present names into all hosts files. A failure does not count if the lab is being closed. Of
     * several calls at the same time the last one finds the present names: it asks for them only when its turn has come.
     */
    public synchronized void update() {
        listed.clear();
        write(new AllSteps());
    }

    private void write(AllSteps steps) {
        steps.take(() -> current = find());
        openMembers().forEach(member -> steps.take(member::updateHostsFile));
        if (open.getAsBoolean()) {
            steps.finish();
        }
    }

    private HostsFile find() {
        Outline now = outline.get();
        HostsFile found = changedByHand
                ? HostsFile.of(
                        now,
                        openMembers()
                                .flatMap(member ->
                                        listed
                                                .computeIfAbsent(
                                                        member.name(),
                                                        key -> liveLinks(member).toList())
                                                .stream())
                                .toList(),
                        this::peerNamespace)
                : HostsFile.of(now);
        return found.withAliases(aliases);
    }

    private int peerNamespace(String from, String to) {
        Optional<? extends Member> one = member(from);
        Optional<? extends Member> other = member(to);
        if (one.isEmpty() || other.isEmpty()) {
            return NamespaceId.NONE;
        }
        try {
            return one.get().idOf(other.get().descriptor());
        } catch (IllegalStateException | LabException failure) {
            if (one.get().isOpen() && other.get().isOpen()) {
                throw failure;
            }
            return NamespaceId.NONE; // a test has closed one of them meanwhile
        }
    }

    private Optional<? extends Member> member(String namespace) {
        return members.get().stream()
                .filter(member -> member.name().equals(namespace))
                .findFirst();
    }

    private Stream<? extends Member> openMembers() {
        return members.get().stream().filter(Member::isOpen);
    }

    private static Stream<LiveLink> liveLinks(Member member) {
        try {
            return member.liveLinks().stream();
        } catch (IllegalStateException | LabException failure) {
            if (member.isOpen()) {
                throw failure;
            }
            return Stream.of(); // a test has closed it meanwhile
        }
    }
}
