package io.github.netnsjunit.link.lan;

import io.github.netnsjunit.kernel.advertisement.Advertiser;
import io.github.netnsjunit.kernel.advertisement.RouterAdvertisement;
import io.github.netnsjunit.link.Router;
import io.github.netnsjunit.provision.Handles;
import io.github.netnsjunit.provision.Provisioned;
import io.github.netnsjunit.provision.Server;
import io.github.netnsjunit.provision.Steps;
import io.github.netnsjunit.topology.Draft;
import io.github.netnsjunit.topology.KernelFeature;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.Outline;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The advertisements of a router on its interfaces, which {@link Router#advertise()} says. */
public record Advertisements(String router, Map<Key.Link, RouterAdvertisement> onLinks) implements Provisioned {

    public Advertisements {
        onLinks = Map.copyOf(onLinks);
    }

    private record AdvertisementsKey(String namespace) implements Key {
        @Override
        public String toString() {
            return "router advertisements of [" + namespace + "]";
        }
    }

    private Key key() {
        return new AdvertisementsKey(router);
    }

    @Override
    public Set<Key> declares() {
        return Set.of(key());
    }

    @Override
    public Set<Key> needs() {
        return Set.copyOf(onLinks.keySet());
    }

    @Override
    public Set<KernelFeature> features() {
        return Set.of(KernelFeature.IPV6);
    }

    @Override
    public void outline(Draft draft) {
        draft.remark(
                router,
                onLinks.keySet().stream()
                        .map(Key.Link::name)
                        .sorted()
                        .collect(Collectors.joining(", ", "advertises itself on ", "")));
    }

    @Override
    public void provision(Outline all, Steps to) {
        to.start(key(), null, (libc, handles) -> new AdvertisingServer(Advertiser.open(libc, byIndex(handles))));
    }

    private Map<Integer, RouterAdvertisement> byIndex(Handles handles) {
        return onLinks.entrySet().stream()
                .collect(Collectors.toMap(each -> handles.index(each.getKey()), Map.Entry::getValue));
    }

    private record AdvertisingServer(Advertiser advertiser) implements Server {

        @Override
        public void serve() {
            advertiser.serve();
        }

        @Override
        public void takeLeave() {
            advertiser.takeLeave();
        }

        @Override
        public void close() {
            advertiser.close();
        }
    }

    @Override
    public String toString() {
        return "router advertisements of " + router;
    }
}
