// Descriptors and memory of the process are counted around every test.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
