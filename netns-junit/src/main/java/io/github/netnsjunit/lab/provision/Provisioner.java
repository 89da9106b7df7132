package io.github.netnsjunit.lab.provision;

import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.kernel.link.LinkMessage;
import io.github.netnsjunit.kernel.netlink.NetlinkDump;
import io.github.netnsjunit.kernel.netlink.NetlinkException;
import io.github.netnsjunit.kernel.netlink.NetlinkRequest;
import io.github.netnsjunit.kernel.netlink.NetlinkSocket;
import io.github.netnsjunit.lab.inside.Handoff;
import io.github.netnsjunit.lab.system.AllSteps;
import io.github.netnsjunit.lab.system.Failed;
import io.github.netnsjunit.lab.system.Refusals;
import io.github.netnsjunit.lab.system.SysctlFile;
import io.github.netnsjunit.provision.Handles;
import io.github.netnsjunit.provision.Step;
import io.github.netnsjunit.provision.Steps;
import io.github.netnsjunit.provision.Work;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.Part;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Makes parts of a topology stand, in namespaces that it makes and in some that are there. Takes their steps round by round, each
 * namespace's of one round in one datagram; where the thread has to go to namespaces, on one of its own that ends after it.
 * Interface indexes are chosen here, except in
 * the host's namespace, so that links that are made here need no look-up.
 */
public final class Provisioner implements Handles {

    /**
     * Kernel parameters that are 0 in a new namespace, unless the topology says otherwise: so that it takes IPv6 addresses at once, of
     * which a new network has no duplicates to be detected, and tells of every packet that it drops; by default it tells of one in two
     * seconds, or fewer.
     */
    private static final List<String> SYSCTLS_ZEROED_IN_NEW_NAMESPACES =
            List.of("net.ipv6.conf.default.accept_dad", "net.ipv4.icmp_ratemask", "net.ipv6.icmp.ratelimit");

    private final Libc libc;
    private final Outline outline;
    private final List<Part> parts;
    private final Map<String, Site> standing;
    private final Predicate<LinkMessage> guests;
    private final List<Step> steps;
    private final Map<String, Site> made = new LinkedHashMap<>();
    /** The indexes of the links that are made here, once they are known. */
    private final Map<Key.Link, Integer> own = new LinkedHashMap<>();
    /** The indexes of other links that were asked for. */
    private final Map<Key.Link, Integer> others = new HashMap<>();
    /** What takes back the steps that were taken, these among them. */
    private final Undoings undoings;

    private final boolean lives;

    /** Which of them are of steps that were taken here. */
    private final Set<Undoing> taken = Collections.newSetFromMap(new IdentityHashMap<>());

    /**
     * What there is after parts were made to stand.
     *
     * @param sites the namespaces that were made for them
     * @param hostLinks the indexes of the links that were made in the host's namespace
     */
    public record Made(List<Site> sites, Map<Key.Link, Integer> hostLinks) {}

    /**
     * @param outline what the whole topology says
     * @param parts those parts of it that are to be made
     * @param standing the namespaces that there are, by their names
     * @param guests those links in the host's namespace that are the lab's own already
     * @param undoings what takes back the steps that were taken already; those of the new ones are added to it
     * @param lives whether the network lives already, and the parts may be taken away while it goes on
     */
    public Provisioner(
            Libc libc,
            Outline outline,
            List<Part> parts,
            Map<String, Site> standing,
            Predicate<LinkMessage> guests,
            Undoings undoings,
            boolean lives) {
        this.libc = libc;
        this.outline = outline;
        this.parts = parts;
        this.standing = standing;
        this.guests = guests;
        this.undoings = undoings;
        this.lives = lives;
        this.steps = Steps.of(parts, outline);
    }

    /** Makes everything, or takes back what it made and throws what a user can read. */
    public Made provision() {
        return movesItsThread()
                ? onThreadOfItsOwn(
                        this::makeBesideTheHost) // an interrupt must not leave a network behind that nobody knows
                : makeBesideTheHost();
    }

    /** Whether the thread has to go to namespaces; a request needs only their sockets. */
    private boolean movesItsThread() {
        return outline.namespaces().stream().anyMatch(namespace -> !standing.containsKey(namespace.name()))
                || steps.stream().anyMatch(step -> step.work() instanceof Work.Setting);
    }

    private Made makeBesideTheHost() {
        if (outline.namespaces().stream().noneMatch(Namespace::host)) {
            return make();
        }
        synchronized (HostGuard.PLACES) {
            return make();
        }
    }

    static <T> T onThreadOfItsOwn(Callable<T> body) {
        Handoff<T> handoff = new Handoff<>(body);
        Thread thread = new Thread(handoff, "netns provisioner");
        thread.setDaemon(true);
        thread.start();
        return handoff.awaitRegardless();
    }

    private Made make() {
        checkFeatures();
        try {
            for (Namespace namespace : outline.namespaces()) {
                if (!standing.containsKey(namespace.name())) {
                    makeNamespace(namespace);
                }
                if (namespace.host()) {
                    checkHost(namespace);
                }
            }
            for (Map<String, List<Step>> round : Rounds.of(steps)) {
                round.forEach(this::take);
            }
            return new Made(List.copyOf(made.values()), hostLinks());
        } catch (RuntimeException | Error failure) {
            AllSteps steps = new AllSteps();
            steps.take(() -> undoings.takeBack(undoing -> taken.contains(undoing) && outlastsItsSites(undoing.step())));
            undoings.forget(taken);
            made.values().forEach(site -> steps.take(site::close));
            steps.finishFor(failure);
            throw failure;
        }
    }

    private void checkFeatures() {
        try {
            Refusals.checkFeatures(parts);
        } catch (IllegalStateException untried) {
            throw Refusals.explain(Failed.at("find out what the kernel has"), untried);
        }
    }

    private Map<Key.Link, Integer> hostLinks() {
        Map<Key.Link, Integer> found = new LinkedHashMap<>(own);
        found.keySet().removeIf(link -> !outline.isHost(link.namespace()));
        return found;
    }

    /**
     * Whether anything that a step makes is left when the namespaces that were made here are closed. A link of the host's would vanish
     * only a moment after its peer, where the next lab is not to meet it.
     */
    private boolean outlastsItsSites(Step step) {
        Set<String> namespaces = new HashSet<>(Set.of(step.namespace()));
        step.makes().forEach(key -> namespaces.add(key.namespace()));
        return namespaces.stream().anyMatch(name -> standing.containsKey(name) || outline.isHost(name));
    }

    private void makeNamespace(Namespace namespace) {
        String step = namespace.host() ? "open the host's namespace" : "make the namespace";
        Descriptor network = null;
        try {
            if (namespace.host()) {
                network = libc.open("/proc/self/ns/net", Libc.O_RDONLY, 0);
                libc.setns(network, Libc.CLONE_NEWNET);
            } else {
                libc.unshare(Libc.CLONE_NEWNET);
                network = libc.open("/proc/thread-self/ns/net", Libc.O_RDONLY, 0);
                SYSCTLS_ZEROED_IN_NEW_NAMESPACES.forEach(parameter -> setToZero(namespace, parameter));
            }
            made.put(namespace.name(), Site.of(namespace.name(), namespace.host(), network, NetlinkSocket.open(libc)));
        } catch (RuntimeException | Error failure) {
            if (network != null) {
                new AllSteps().take(network::close).finishFor(failure);
            }
            Failed failed = Failed.at(step).in(namespace.name()).of(namespace);
            throw namespace.host() ? Refusals.explainOfHost(failed, failure) : Refusals.explain(failed, failure);
        }
    }

    private void setToZero(Namespace namespace, String parameter) {
        try {
            Failed failed = Failed.at("set " + parameter + " to [0]")
                    .in(namespace.name())
                    .of(namespace);
            SysctlFile.write(libc, failed, parameter, "0");
        } catch (LinuxException refused) {
            // Without IPv6 its own is not there, and in some containers /proc/sys is read-only.
            if (refused.errno() != Errno.ENOENT && refused.errno() != Errno.EROFS && refused.errno() != Errno.EACCES) {
                throw refused;
            }
        }
    }

    private void checkHost(Namespace host) {
        try {
            HostGuard.check(outline, parts, host.name(), openSite(host.name()).netlink(), guests);
        } catch (LinuxException | IllegalStateException failure) {
            throw Refusals.explainOfHost(
                    Failed.at("open the host's namespace").in(host.name()).of(host), failure);
        }
    }

    private Site site(String namespace) {
        Site site = made.getOrDefault(namespace, standing.get(namespace));
        if (site == null) {
            throw new IllegalStateException("the topology was checked, and yet has no namespace [" + namespace + "]");
        }
        return site;
    }

    private Site openSite(String namespace) {
        Site site = site(namespace);
        site.checkOpen();
        return site;
    }

    private void take(String namespace, List<Step> steps) {
        if (steps.get(0).work() instanceof Work.Setting) {
            steps.forEach(step -> set(site(namespace), step, (Work.Setting) step.work()));
        } else {
            request(site(namespace), steps);
        }
    }

    private void request(Site site, List<Step> steps) {
        IdentityHashMap<NetlinkRequest, Step> byRequest = new IdentityHashMap<>();
        List<NetlinkRequest> requests = new ArrayList<>();
        for (Step step : steps) {
            NetlinkRequest request = request(step, (Work.Request) step.work());
            requests.add(request);
            byRequest.put(request, step);
        }
        try {
            site.netlink().execute(requests);
            requests.forEach(request -> noteToUndo(byRequest.get(request)));
        } catch (NetlinkException refused) {
            // What a refused request was to make may be there already, and somebody else's.
            requests.stream()
                    .filter(request -> !refused.refuses(request))
                    .forEach(request -> noteToUndo(byRequest.get(request)));
            throw Refusals.explain(failed(byRequest.getOrDefault(refused.request(), steps.get(0))), refused);
        } catch (LinuxException failure) {
            // Whether anything was made is unknown, and is found out when it is taken back.
            steps.forEach(this::noteToUndo);
            throw Refusals.explain(failed(steps.get(0)).about(null), failure);
        }
        steps.forEach(this::noteIndexes);
    }

    private NetlinkRequest request(Step step, Work.Request work) {
        try {
            site(step.namespace()).checkOpen();
            return work.request().apply(this);
        } catch (IllegalStateException gone) { // what the test took away by hand
            throw Refusals.explain(failed(step), gone);
        }
    }

    /** Notes the indexes of links in the host's namespace, which the kernel chose. */
    private void noteIndexes(Step step) {
        for (Key key : step.makes()) {
            if (key instanceof Key.Link link && outline.isHost(link.namespace())) {
                own.put(link, lookUp(link));
            }
        }
    }

    private void noteToUndo(@Nullable Step step) {
        if (step != null && step.work() instanceof Work.Request work && (lives || outlastsItsSites(step))) {
            note(new RequestUndoing(step, work, this, this::site));
        }
    }

    /** In a network that lives, one part is added as a rule, and says best what was being done. */
    private Failed failed(Step step) {
        return Failed.at(lives ? "add the " + step.part() : step.phase().goal())
                .in(step.namespace())
                .about(step.about() == null ? null : step.about().name())
                .of(step.part());
    }

    private void set(Site site, Step step, Work.Setting setting) {
        SettingUndoing undoing = new SettingUndoing(libc, site, step, setting);
        note(undoing); // before: if one of several numbers is refused, the others may be set already
        undoing.take();
    }

    private void note(Undoing undoing) {
        undoings.add(undoing);
        taken.add(undoing);
    }

    @Override
    public int newIndex(Key.Link link) {
        int index = site(link.namespace()).newIndex();
        if (index != 0) {
            own.put(link, index);
        }
        return index;
    }

    @Override
    public int index(Key.Link link) {
        Integer known = own.get(link);
        return known != null ? known : others.computeIfAbsent(link, this::lookUp);
    }

    private int lookUp(Key.Link link) {
        Site site = openSite(link.namespace());
        try {
            return site.link(link.name()).index();
        } catch (IllegalArgumentException absent) {
            if (outline.link(link).isEmpty()) {
                throw absent;
            }
            throw new IllegalStateException(absent.getMessage(), absent); // declared, and taken away by hand
        }
    }

    @Override
    public Optional<Integer> made(Key.Link link) {
        return Optional.ofNullable(own.get(link));
    }

    @Override
    public <T> List<T> list(String namespace, NetlinkDump<T> dump) {
        return openSite(namespace).netlink().dump(dump);
    }

    @Override
    public Descriptor namespace(String name) {
        return openSite(name).network();
    }
}
