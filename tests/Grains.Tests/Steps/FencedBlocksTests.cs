using Granary.Grains.Steps.Conversations;

namespace Granary.Grains.Tests.Steps;

public sealed class FencedBlocksTests
{
    [Theory]
    [InlineData("```python\nprint(1)\n```", "python:print(1)")]
    [InlineData("Here:\n\n```python\na\n\nb\n```\nDone.", "python:a\n\nb")]
    [InlineData("```\na\n```\n~~~sql\nb\n~~~", ":a|sql:b")]
    [InlineData("   ```py\n  a\n   ```", "py:  a")]
    [InlineData("    ```py\na\n```", "")]
    [InlineData("````md\n```py\na\n```\n````", "md:```py\na\n```")]
    [InlineData("```py title=x\na\n```", "py:a")]
    [InlineData("```py\na\n``` not the end\n```", "py:a\n``` not the end")]
    [InlineData("```py\na\n~~~\n```", "py:a\n~~~")]
    [InlineData("```py\r\na\r\n```\r\n", "py:a")]
    [InlineData("```py\n```", "py:")]
    [InlineData("```py\nnever ends", "")]
    [InlineData("``` a`b\nc\n```", "")]
    [InlineData("no code", "")]
    [InlineData("", "")]
    public void Complete_blocks_are_found(string text, string blocks) =>
        Assert.Equal(blocks, string.Join('|', FencedBlocks.In(text).Select(block => $"{block.Language}:{block.Code}")));
}
