namespace Patchbay.Cli.Tests;

/// <summary>Tests whose clock jumps when the process is at rest. They run one after the other and beside no other test, whose work would keep the clock standing.</summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class JumpingClock;
