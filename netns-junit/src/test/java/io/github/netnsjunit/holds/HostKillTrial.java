package io.github.netnsjunit.holds;

import java.util.List;

/** Kills a {@link KilledProcess} whose labs have veth ends in the host's namespace, and checks that nothing is left there. */
final class HostKillTrial {

    private HostKillTrial() {}

    public static void main(String[] arguments) throws Exception {
        String how = arguments[0];
        HostEnds ends = HostEnds.parse(arguments[1]);
        for (int i = 0; i < KillTrial.times(how); i++) {
            long deadline = KillTrial.kill(
                    () -> KillTrial.check(
                            how.equals(KilledProcess.PROVISIONING)
                                    || ends.onTheHost().size() == 4 * KilledProcess.LABS,
                            "each lab has a link, its address, its network and a route: " + ends.onTheHost()),
                    how,
                    ends.toString());
            for (List<String> left = ends.onTheHost(); !left.isEmpty(); left = ends.onTheHost()) {
                KillTrial.check(System.nanoTime() - deadline < 0, "left on the host in the end: " + left);
            }
        }
        System.out.println("killed " + how + " with ends in the host's namespace: nothing left there");
    }
}
