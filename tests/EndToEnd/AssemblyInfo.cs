// Each test starts servers of its own; on two cores they are run one after another.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
