using Granary.Grains.Artifacts;
using Granary.TestKit;

namespace Granary.Grains.Tests.Artifacts;

public sealed class StorageOptionsValidatorTests
{
    [Fact]
    public void Default_and_missing_folders_are_fine() =>
        Assert.True(new StorageOptionsValidator().Validate(null, new StorageOptions()).Succeeded);

    [Fact]
    public void Empty_path_and_file_are_refused()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("file"), "");

        Assert.Contains("Storage:Folder", new StorageOptionsValidator().Validate(null, new StorageOptions { Folder = " " }).FailureMessage, StringComparison.Ordinal);
        Assert.Contains("which is a file", new StorageOptionsValidator().Validate(null, new StorageOptions { Folder = folder.File("file") }).FailureMessage, StringComparison.Ordinal);
    }
}
