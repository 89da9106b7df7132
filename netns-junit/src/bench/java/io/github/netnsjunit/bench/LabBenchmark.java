package io.github.netnsjunit.bench;

import io.github.netnsjunit.holds.ArticleNetwork;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.topology.Topology;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What labs cost in a JVM that is warmed up. */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 3, time = 3)
@State(Scope.Thread)
public class LabBenchmark {

    private final Topology article = ArticleNetwork.TOPOLOGY;
    private final Topology one = Networks.star(1);
    private final Topology hundred = Networks.star(100);

    /** The article's network, without code run in it. */
    @Benchmark
    public void createAndClose() {
        Lab.create(article).close();
    }

    /** The article's network, with both namespaces entered, which makes private views and a thread in each. */
    @Benchmark
    public void createEnterAndClose() throws Exception {
        try (Lab lab = Lab.create(article)) {
            Networks.enterAll(lab);
        }
    }

    /** One namespace on a bridge. */
    @Benchmark
    public void oneOnABridge() {
        Lab.create(one).close();
    }

    /** A hundred namespaces on a bridge. */
    @Benchmark
    public void hundredOnABridge() {
        Lab.create(hundred).close();
    }

    /** A call into a namespace and back. */
    @Benchmark
    public Object call(OpenLab open) throws Exception {
        return open.blue.call(open.blue::name);
    }

    /** The article's network, open during the benchmark. */
    @State(Scope.Thread)
    public static class OpenLab {

        private final Lab lab = Lab.create(ArticleNetwork.TOPOLOGY);
        private final NetworkNamespace blue = lab.namespace("blue_ns");

        /** Makes the private views and the threads, so that they are not measured. */
        @Setup(Level.Trial)
        public void enter() throws Exception {
            Networks.enterAll(lab);
        }

        /** Closes the network. */
        @TearDown(Level.Trial)
        public void close() {
            lab.close();
        }
    }
}
