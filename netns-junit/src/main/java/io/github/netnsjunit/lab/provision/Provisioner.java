package io.github.netnsjunit.lab.provision;

import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.kernel.link.LinkMessage;
import io.github.netnsjunit.kernel.netlink.NetlinkDump;
import io.github.netnsjunit.kernel.netlink.NetlinkException;
import io.github.netnsjunit.kernel.netlink.NetlinkRequest;
import io.github.netnsjunit.kernel.netlink.NetlinkSocket;
import io.github.netnsjunit.lab.inside.BlankNamespaces;
import io.github.netnsjunit.lab.inside.FreshNetwork;
import io.github.netnsjunit.lab.inside.Keeper;
import io.github.netnsjunit.lab.refusal.Failed;
import io.github.netnsjunit.lab.refusal.Refusals;
import io.github.netnsjunit.lab.waiting.AllSteps;
import io.github.netnsjunit.lab.waiting.Handoff;
import io.github.netnsjunit.lab.waiting.Outside;
import io.github.netnsjunit.provision.Handles;
import io.github.netnsjunit.provision.Phase;
import io.github.netnsjunit.provision.Server;
import io.github.netnsjunit.provision.Step;
import io.github.netnsjunit.provision.Steps;
import io.github.netnsjunit.provision.Work;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.Part;
import java.io.IOException;
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
 * Makes parts of a topology, in new namespaces and in existing ones. It works round by round: the requests of one round to one
 * namespace go in one datagram. If it has to enter namespaces, it works on a new thread, which ends afterwards. The provisioner
 * chooses the interface indexes itself, except in the host's namespace, so that it need not look them up.
 */
public final class Provisioner implements Handles {

    private final Libc libc;
    private final Outline outline;
    private final List<Part> parts;
    private final Map<String, Site> existing;
    private final Predicate<LinkMessage> labLinks;
    private final List<Step> steps;
    private final Map<String, Site> made = new LinkedHashMap<>();
    /** The indexes of the links that this provisioner makes, once they are known. */
    private final Map<Key.Link, Integer> madeIndexes = new LinkedHashMap<>();
    /** The indexes of other links, which were looked up. */
    private final Map<Key.Link, Integer> foundIndexes = new HashMap<>();

    private final UndoLog undoLog;

    private final boolean running;

    /** Namespaces that were made ahead, for those that are to be made. */
    private Map<String, Keeper> blanks = Map.of();

    private final AddressChanges addressChanges;
    /** The entries of the log that this provisioner added. */
    private final Set<Undoing> added = Collections.newSetFromMap(new IdentityHashMap<>());

    /**
     * What a provisioner made.
     *
     * @param sites the new namespaces
     * @param hostLinks the new links in the host's namespace, with their indexes
     * @param unknownAddresses whether interfaces may have addresses that the topology does not know
     */
    public record Made(List<Site> sites, Map<Key.Link, Integer> hostLinks, boolean unknownAddresses) {}

    /**
     * @param outline what the whole topology says
     * @param parts those of its parts that are to be made
     * @param existing the namespaces that exist already, by their names
     * @param labLinks tells which links in the host's namespace belong to the lab already
     * @param undoLog how to undo the steps of the lab so far; the new steps are added
     * @param running whether the lab is running already, so that the new parts may later be taken away from it
     */
    public Provisioner(
            Libc libc,
            Outline outline,
            List<Part> parts,
            Map<String, Site> existing,
            Predicate<LinkMessage> labLinks,
            UndoLog undoLog,
            boolean running) {
        this.libc = libc;
        this.outline = outline;
        this.parts = parts;
        this.existing = existing;
        this.labLinks = labLinks;
        this.undoLog = undoLog;
        this.running = running;
        this.steps = Steps.of(parts, outline);
        this.addressChanges = new AddressChanges(libc, running ? List.of() : steps);
    }

    /** Lets new namespaces be taken from those that were made ahead. */
    public Provisioner taking(BlankNamespaces stock) {
        blanks = stock.take(outline.namespaces().stream()
                .filter(namespace -> !existing.containsKey(namespace.name()) && BlankNamespaces.canBe(namespace))
                .map(Namespace::name)
                .toList());
        return this;
    }

    /** Makes all parts. On failure it undoes what it did, and throws an exception with a message for the user. */
    public Made provision() {
        try {
            return needsNewThread() ? onNewThread(this::makeWithHostLocked) : makeWithHostLocked();
        } catch (RuntimeException
                | Error failure) { // here, because perhaps no thread could be started that would do it
            AllSteps cleanUp = new AllSteps();
            blanks.values().forEach(blank -> cleanUp.take(blank::close));
            cleanUp.finishFor(failure);
            throw failure;
        }
    }

    /** Takes away the routes of all parts, the last first. Nothing happens to what is gone already. */
    public void takeBackRoutes() {
        for (int i = steps.size() - 1; i >= 0; i--) {
            Step step = steps.get(i);
            Site site = existing.get(step.namespace());
            boolean route = step.phase() == Phase.ROUTES && site != null && site.isOpen();
            if (route) {
                new RequestUndoing(step, this, this::site).undo();
            }
        }
    }

    /** Whether the thread has to enter namespaces. For netlink requests it need not: their sockets are open. */
    private boolean needsNewThread() {
        return outline.namespaces().stream()
                        .map(Namespace::name)
                        .anyMatch(name -> !existing.containsKey(name) && !blanks.containsKey(name))
                || steps.stream().anyMatch(step -> !(step.work() instanceof Work.Request));
    }

    private Made makeWithHostLocked() {
        if (outline.namespaces().stream().noneMatch(Namespace::host)) {
            return make();
        }
        synchronized (HostGuard.LOCK) {
            return make();
        }
    }

    /**
     * Runs a body on a new thread, which may enter namespaces because it ends afterwards. Waits for it even if the caller is
     * interrupted: otherwise it could make a network that nobody closes.
     */
    static <T> T onNewThread(Callable<T> body) {
        Handoff<T> handoff = new Handoff<>(body);
        Thread thread = new Thread(handoff, "netns provisioner");
        thread.setDaemon(true);
        thread.start();
        return handoff.awaitRegardless();
    }

    private Made make() {
        Map<String, Handoff<Site>> opening = new HashMap<>();
        try {
            checkFeatures();
            blanks.forEach((name, blank) -> opening.put(name, blank.adopt(name, () -> openBlank(name, blank))));
            for (Namespace namespace : outline.namespaces()) {
                if (!existing.containsKey(namespace.name())) {
                    makeNamespace(namespace, opening.remove(namespace.name()));
                }
                if (namespace.host()) {
                    checkHost(namespace);
                }
            }
            perform(phase -> phase.compareTo(Phase.SERVICES) < 0);
            settle();
            perform(phase -> phase.compareTo(Phase.SERVICES) >= 0);
            addressChanges.close();
            return new Made(List.copyOf(made.values()), hostLinks(), givesAddresses());
        } catch (RuntimeException | Error failure) {
            AllSteps cleanUp = new AllSteps();
            cleanUp.take(() -> undoLog.undo(undoing -> added.contains(undoing) && outlastsNewSites(undoing)));
            undoLog.forget(added);
            opening.values()
                    .forEach(site -> cleanUp.take(() -> site.awaitRegardless().close()));
            cleanUp.take(addressChanges::close);
            made.values().forEach(site -> cleanUp.take(site::close));
            cleanUp.finishFor(failure);
            throw failure;
        }
    }

    private Site openBlank(String name, Keeper blank) {
        addressChanges.listen(name);
        return Site.ofBlank(name, libc, blank);
    }

    private void perform(Predicate<Phase> phases) {
        List<Step> wanted =
                steps.stream().filter(step -> phases.test(step.phase())).toList();
        for (Map<String, List<Step>> round : Rounds.of(wanted)) {
            round.forEach(this::perform);
        }
    }

    /** Waits until addresses can be used, in each namespace where links were brought up. */
    private void settle() {
        steps.stream()
                .filter(step -> step.phase() == Phase.SETTLE)
                .map(step -> site(step.namespace()))
                .distinct()
                .forEach(site -> {
                    SlowLinks.await(libc, site, outline);
                    if (running) { // a link of the lab may have got its carrier from a new one
                        Settling.ofAllLinks(libc, site);
                    } else if (!site.host()) {
                        Settling.ofAddresses(libc, site, addressChanges.in(site.name()));
                    }
                });
    }

    private void checkFeatures() {
        try {
            Refusals.checkFeatures(parts);
        } catch (IllegalStateException untried) {
            throw Refusals.explain(Failed.at("find out what the kernel has"), untried);
        }
    }

    private Map<Key.Link, Integer> hostLinks() {
        Map<Key.Link, Integer> found = new LinkedHashMap<>(madeIndexes);
        found.keySet().removeIf(link -> !outline.isHost(link.namespace()));
        return found;
    }

    /**
     * Whether something that a step makes still exists after the new namespaces were closed. This is also true of a veth end in the
     * host's namespace: it vanishes with its peer, but a moment later, and the next lab could still find it.
     */
    private boolean outlastsNewSites(Undoing undoing) {
        return undoing instanceof ServiceUndoing || outlastsNewSites(undoing.step());
    }

    private boolean outlastsNewSites(Step step) {
        Set<String> namespaces = new HashSet<>(Set.of(step.namespace()));
        step.makes().forEach(key -> namespaces.add(key.namespace()));
        return namespaces.stream().anyMatch(name -> existing.containsKey(name) || outline.isHost(name));
    }

    /** @param opening opens the namespace if it was made ahead; null if it is still to be made */
    private void makeNamespace(Namespace namespace, @Nullable Handoff<Site> opening) {
        String step = namespace.host() ? "open the host's namespace" : "make the namespace";
        Descriptor network = null;
        try {
            if (opening != null) {
                made.put(namespace.name(), opening.awaitRegardless());
                return;
            }
            if (namespace.host()) {
                network = libc.open("/proc/self/ns/net", Libc.O_RDONLY, 0);
                libc.setns(network, Libc.CLONE_NEWNET);
            } else {
                BlankNamespaces.unshare(libc, Libc.CLONE_NEWNET);
                network = libc.open("/proc/thread-self/ns/net", Libc.O_RDONLY, 0);
                FreshNetwork.set(
                        libc,
                        Failed.at(step).in(namespace.name()).of(namespace),
                        namespace.duplicateAddressDetection());
                addressChanges.listen(namespace.name());
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

    private void checkHost(Namespace host) {
        try {
            HostGuard.check(outline, parts, host.name(), openSite(host.name()).netlink(), labLinks);
        } catch (LinuxException | IllegalStateException failure) {
            throw Refusals.explainOfHost(
                    Failed.at("open the host's namespace").in(host.name()).of(host), failure);
        }
    }

    private Site site(String namespace) {
        Site site = made.getOrDefault(namespace, existing.get(namespace));
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

    private boolean givesAddresses() {
        return steps.stream().anyMatch(step -> step.work() instanceof Work.Begin begin && begin.givesAddresses());
    }

    /** Performs the steps of one namespace in one round, which are all of one sort. */
    private void perform(String namespace, List<Step> steps) {
        if (steps.get(0).work() instanceof Work.Request) {
            request(site(namespace), steps);
        } else {
            steps.forEach(step -> perform(site(namespace), step));
        }
    }

    private void perform(Site site, Step step) {
        if (step.work() instanceof Work.Setting setting) {
            set(site, step, setting);
        } else if (step.work() instanceof Work.Calls calls) {
            call(site, step, calls);
        } else if (step.work() instanceof Work.Begin begin) {
            begin(site, step, begin);
        } else if (step.work() instanceof Work.Starting starting) {
            start(site, step, starting);
        } else if (step.work() instanceof Work.Rules rules) {
            RulesUndoing undoing = new RulesUndoing(libc, site, failed(step), step, rules);
            undoing.make();
            addToLog(undoing);
        } else if (step.work() instanceof Work.Ruleset ruleset) {
            RulesetUndoing undoing = new RulesetUndoing(libc, site, failed(step), step, ruleset);
            undoing.make();
            addToLog(undoing);
        }
    }

    private void call(Site site, Step step, Work.Calls work) {
        try {
            site.checkOpen();
            libc.setns(site.network(), Libc.CLONE_NEWNET);
            work.calls().accept(libc, this);
        } catch (LinuxException | IllegalStateException refused) {
            throw Refusals.explain(failed(step), refused);
        }
        addToLog(step);
        lookUpHostLinks(step);
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
            requests.forEach(request -> addToLog(byRequest.get(request)));
        } catch (NetlinkException refused) {
            // A refused request is not undone: perhaps it was refused because somebody else had made the same.
            requests.stream()
                    .filter(request -> !refused.refuses(request))
                    .forEach(request -> addToLog(byRequest.get(request)));
            throw Refusals.explain(failed(byRequest.getOrDefault(refused.request(), steps.get(0))), refused);
        } catch (LinuxException failure) {
            // Nobody knows what the kernel made before the failure. To undo something that was not made does no harm.
            steps.forEach(this::addToLog);
            throw Refusals.explain(failed(steps.get(0)).about(null), failure);
        }
        steps.forEach(this::lookUpHostLinks);
    }

    private NetlinkRequest request(Step step, Work.Request work) {
        try {
            site(step.namespace()).checkOpen();
            return work.request().apply(this);
        } catch (IllegalStateException gone) { // the test has removed it by hand
            throw Refusals.explain(failed(step), gone);
        }
    }

    /** Looks up the indexes of links that a step made in the host's namespace, where the kernel chooses them. */
    private void lookUpHostLinks(Step step) {
        for (Key key : step.makes()) {
            if (key instanceof Key.Link link && outline.isHost(link.namespace())) {
                madeIndexes.put(link, lookUp(link));
            }
        }
    }

    /** Adds a step to the log, if there can be a need to undo it: closing a new namespace undoes what was made in it. */
    private void addToLog(@Nullable Step step) {
        if (step != null && (running || outlastsNewSites(step))) {
            addToLog(new RequestUndoing(step, this, this::site));
        }
    }

    /** Additions to a running lab have few parts, so the part tells best what failed; elsewhere the phase does. */
    private Failed failed(Step step) {
        return Failed.at(running ? "add the " + step.part() : step.phase().goal())
                .in(step.namespace())
                .about(step.about() == null ? null : step.about().name())
                .of(step.part());
    }

    private void set(Site site, Step step, Work.Setting setting) {
        SettingUndoing undoing = new SettingUndoing(libc, site, step, setting);
        addToLog(undoing); // first: of a value of several numbers the kernel may set some and refuse the rest
        undoing.set();
    }

    private void begin(Site site, Step step, Work.Begin work) {
        try {
            site.checkOpen();
            libc.setns(site.network(), Libc.CLONE_NEWNET);
            addToLog(new ServiceUndoing(site, step, work.service().start(libc, this)));
        } catch (LinuxException | IllegalStateException failure) {
            throw Refusals.explain(failed(step), failure);
        }
    }

    private void start(Site site, Step step, Work.Starting work) {
        addToLog(new ServerUndoing(site, step, work.key())); // first: it may be open, and yet get no thread
        try {
            site.checkOpen();
            libc.setns(site.network(), Libc.CLONE_NEWNET);
            site.services()
                    .start(work.key(), "netns " + work.key(), work.opening().open(this));
        } catch (LinuxException | IllegalStateException | IOException failure) {
            throw Refusals.explain(failed(step), failure);
        }
    }

    private void addToLog(Undoing undoing) {
        undoLog.add(undoing);
        added.add(undoing);
    }

    @Override
    public int newIndex(Key.Link link) {
        int index = site(link.namespace()).newIndex();
        if (index != 0) {
            madeIndexes.put(link, index);
        }
        return index;
    }

    @Override
    public int index(Key.Link link) {
        Integer known = madeIndexes.get(link);
        return known != null ? known : foundIndexes.computeIfAbsent(link, this::lookUp);
    }

    private int lookUp(Key.Link link) {
        Site site = openSite(link.namespace());
        try {
            return site.link(link.name()).index();
        } catch (IllegalArgumentException absent) {
            if (outline.link(link).isEmpty()) {
                throw absent;
            }
            // The topology declares it, but the test has removed it by hand.
            throw Refusals.inPlaceOf(absent, new IllegalStateException(absent.getMessage()));
        }
    }

    @Override
    public Optional<Integer> made(Key.Link link) {
        return Optional.ofNullable(madeIndexes.get(link));
    }

    @Override
    public <T> List<T> list(String namespace, NetlinkDump<T> dump) {
        return openSite(namespace).netlink().dump(dump);
    }

    @Override
    public void startOutside(Thread thread) {
        Outside.call(() -> {
            thread.start();
            return true;
        });
    }

    @Override
    public Server service(Key key) {
        return openSite(key.namespace()).services().get(key);
    }

    @Override
    public Descriptor namespace(String name) {
        return openSite(name).network();
    }
}
