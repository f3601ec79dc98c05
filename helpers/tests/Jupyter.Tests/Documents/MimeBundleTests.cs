using System.Text.Json.Nodes;
using Jupyter.Documents;

namespace Jupyter.Tests.Documents;

public sealed class MimeBundleTests
{
    [Theory]
    [InlineData("text/plain", """["a\n","b"]""", "a\nb")]
    [InlineData("text/plain", "\"a\"", "a")]
    [InlineData("text/plain", "5", "5")]
    [InlineData("text/plain", "[1]", "[1]")]
    [InlineData("application/json", """["a","b"]""", """["a","b"]""")]
    [InlineData("application/vnd.some+json", """{"a":[1]}""", """{"a":[1]}""")]
    public void A_representation_is_read_as_text_whatever_it_is(string type, string json, string text)
    {
        var bundle = MimeBundle.FromJson(new JsonObject { [type] = JsonNode.Parse(json) });

        Assert.Equal(text, bundle.Text(type));
        Assert.Equal(text, MimeBundle.FromJson(bundle.ToJson()).Text(type));
        Assert.Null(bundle.Text("text/html"));
    }
}
