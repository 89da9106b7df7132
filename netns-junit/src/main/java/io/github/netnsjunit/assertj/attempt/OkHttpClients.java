package io.github.netnsjunit.assertj.attempt;

import io.github.netnsjunit.lab.NetworkNamespace;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.WeakHashMap;
import okhttp3.OkHttpClient;

/**
 * The OkHttp clients of the namespaces, one for each, however many requests it sends. A namespace keeps its client until it is
 * closed, and then shuts it down. So this class needs only weak references.
 */
final class OkHttpClients {

    private static final Map<NetworkNamespace, WeakReference<OkHttpClient>> CLIENTS = new WeakHashMap<>();

    private OkHttpClients() {}

    /**
     * Returns the client of a namespace.
     *
     * @throws IllegalStateException if OkHttp is not on the class path. The call to the namespace finds that out: until then,
     *     nothing here needs a class of OkHttp to be loaded.
     */
    static synchronized OkHttpClient of(NetworkNamespace namespace) {
        WeakReference<OkHttpClient> known = CLIENTS.get(namespace);
        OkHttpClient client = known == null ? null : known.get();
        if (client == null) {
            client = namespace.okHttpClient();
            // No assertion waits until another one has its answer.
            client.dispatcher().setMaxRequests(Integer.MAX_VALUE);
            client.dispatcher().setMaxRequestsPerHost(Integer.MAX_VALUE);
            CLIENTS.put(namespace, new WeakReference<>(client));
        }
        return client;
    }
}
