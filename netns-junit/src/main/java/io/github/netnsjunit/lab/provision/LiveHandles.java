package io.github.netnsjunit.lab.provision;

import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.kernel.netlink.NetlinkDump;
import io.github.netnsjunit.lab.refusal.Refusals;
import io.github.netnsjunit.provision.Handles;
import io.github.netnsjunit.provision.Server;
import io.github.netnsjunit.provision.Step;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.Outline;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The namespaces and the interface indexes of a lab while parts are made for it. The new ones become known one after the other. */
final class LiveHandles implements Handles {

    private final Outline outline;
    private final Map<String, Site> existing;
    private final Map<String, Site> newSites = new LinkedHashMap<>();
    /** The indexes of the new links, once they are known. */
    private final Map<Key.Link, Integer> madeIndexes = new LinkedHashMap<>();
    /** The indexes of other links, which were looked up. */
    private final Map<Key.Link, Integer> foundIndexes = new HashMap<>();

    /**
     * @param outline what the whole topology says
     * @param existing the namespaces that exist already, by their names
     */
    LiveHandles(Outline outline, Map<String, Site> existing) {
        this.outline = outline;
        this.existing = existing;
    }

    /** Makes a new namespace known. */
    void add(Site site) {
        newSites.put(site.name(), site);
    }

    /** The new namespaces so far. */
    List<Site> newSites() {
        return List.copyOf(newSites.values());
    }

    /** Whether a namespace exists already. */
    boolean exists(String namespace) {
        return existing.containsKey(namespace);
    }

    /** A namespace of the lab. */
    Site site(String namespace) {
        Site site = newSites.getOrDefault(namespace, existing.get(namespace));
        if (site == null) {
            throw new IllegalStateException("the topology was checked, and yet has no namespace [" + namespace + "]");
        }
        return site;
    }

    /**
     * A namespace of the lab that is open.
     *
     * @throws IllegalStateException if the test has closed it by hand
     */
    Site openSite(String namespace) {
        Site site = site(namespace);
        site.checkOpen();
        return site;
    }

    /** The new links in the host's namespace, with their indexes. */
    Map<Key.Link, Integer> hostLinks() {
        Map<Key.Link, Integer> found = new LinkedHashMap<>(madeIndexes);
        found.keySet().removeIf(link -> !outline.isHost(link.namespace()));
        return found;
    }

    /** Looks up the indexes of links that a step made in the host's namespace, where the kernel chooses them. */
    void lookUpHostLinks(Step step) {
        for (Key key : step.makes()) {
            if (key instanceof Key.Link link && outline.isHost(link.namespace())) {
                madeIndexes.put(link, lookUp(link));
            }
        }
    }

    /**
     * Whether something that a step makes still exists after the new namespaces were closed. This is also true of a veth end in the
     * host's namespace: it vanishes with its peer, but a moment later, and the next lab could still find it.
     */
    boolean outlastsNewSites(Step step) {
        Set<String> namespaces = new HashSet<>(Set.of(step.namespace()));
        step.makes().forEach(key -> namespaces.add(key.namespace()));
        return namespaces.stream().anyMatch(name -> existing.containsKey(name) || outline.isHost(name));
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
    public Server service(Key key) {
        return openSite(key.namespace()).services().get(key);
    }

    @Override
    public Descriptor namespace(String name) {
        return openSite(name).network();
    }
}
