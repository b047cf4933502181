using Granary.TestKit;

namespace Granary.Grains.Tests.Documents;

/// <summary>Each bad document is answered with its named error, at its place, with a remedy.</summary>
public sealed class BadDocumentTests
{
    public static TheoryData<string> Table => [.. BadRunDocuments.All.Select(static bad => bad.What)];

    [Theory]
    [MemberData(nameof(Table))]
    public async Task Bad_document_is_answered_with_its_named_error_and_place(string what)
    {
        var bad = BadRunDocuments.All.Single(bad => bad.What == what);
        var errors = await RunDocuments.ErrorsAsync(bad.Text);

        var error = Assert.Single(errors);
        Assert.True(
            (error.Code, error.Line, error.Pointer) == (bad.Code, bad.Line, bad.Pointer) && $"{error.Message} {error.Hint}".Contains(bad.Remedy, StringComparison.Ordinal),
            $"{bad.What}: {error}");
        Assert.NotNull(error.Position);
    }
}
