using System.Text;
using System.Text.Json.Nodes;
using Jupyter.Messaging;

namespace Jupyter.Tests.Messaging;

public sealed class MessageFormatTests
{
    private static readonly MessageFormat Format = new("secret");

    private static readonly Message Request = new()
    {
        Identities = [[1, 2, 3]],
        Header = MessageHeader.Create("execute_request", "session", "ada"),
        Content = new JsonObject { ["code"] = "\"中文 ✓ <b>\"" },
        Metadata = new JsonObject { ["cellId"] = "a1" },
        Buffers = [[0, 255]],
    };

    [Fact]
    public void A_message_survives_the_way_there_and_back()
    {
        var reply = new Message { Header = MessageHeader.Create("execute_reply", "other"), Parent = Request.Header };

        var read = Format.ReadFrames(Format.WriteFrames(Request));

        Assert.Equal(Request.Header, read.Header);
        Assert.Null(read.Parent);
        Assert.True(JsonNode.DeepEquals(Request.Content, read.Content));
        Assert.True(JsonNode.DeepEquals(Request.Metadata, read.Metadata));
        Assert.Equal(Request.Identities, read.Identities);
        Assert.Equal(Request.Buffers, read.Buffers);
        Assert.Equal(Request.Header, Format.ReadFrames(Format.WriteFrames(reply)).Parent);
    }

    [Fact]
    public void The_frames_of_NetMQ_carry_the_same_message()
    {
        var read = Format.Read(Format.Write(Request));

        Assert.Equal(Request.Header, read.Header);
        Assert.Equal(Request.Buffers, read.Buffers);
    }

    [Fact]
    public void The_signature_is_the_one_that_the_protocol_defines()
    {
        // HMAC-SHA256 with the key "secret", as Python's hmac module says.
        const string signature = "afce1afa6f6f876c547e31abb41e189d98955cfaccb8b518a098eba8d4e5a9b5";
        var header = """{"msg_id":"1","session":"2","msg_type":"t"}""";

        Assert.Equal("t", Format.ReadFrames(Encode("<IDS|MSG>", signature, header, "{}", "{}", "{}")).Type);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    public void A_message_that_was_changed_on_its_way_is_refused(int part)
    {
        var frames = Format.WriteFrames(Request with { Identities = [] }).ToArray();
        frames[part + 1] = [.. frames[part + 1], (byte)' '];

        var error = Assert.Throws<MessageFormatException>(() => Format.ReadFrames(frames));
        Assert.Equal("the signature is wrong", error.Message);
    }

    [Fact]
    public void A_message_that_another_key_has_signed_is_refused()
    {
        Assert.Throws<MessageFormatException>(() => Format.ReadFrames(new MessageFormat("other").WriteFrames(Request)));
    }

    [Fact]
    public void Without_a_key_messages_are_not_signed()
    {
        var unsigned = new MessageFormat("");

        Assert.Empty(unsigned.WriteFrames(Request)[2]);
        Assert.Equal(Request.Header, unsigned.ReadFrames(unsigned.WriteFrames(Request)).Header);
    }

    [Theory]
    [InlineData]
    [InlineData("nothing")]
    [InlineData("<IDS|MSG>", "", "{}", "{}", "{}")]
    [InlineData("<IDS|MSG>", "", "no JSON", "{}", "{}", "{}")]
    [InlineData("<IDS|MSG>", "", "{}", "{}", "{}", "{}")]
    [InlineData("<IDS|MSG>", "", "[]", "{}", "{}", "{}")]
    [InlineData("<IDS|MSG>", "", """{"msg_id":"1","session":"2","msg_type":"t"}""", "{}", "{}", "[]")]
    [InlineData("<IDS|MSG>", "", """{"msg_id":"1","session":"2","msg_type":"t"}""", """{"twice":1,"twice":2}""", "{}", "{}")]
    [InlineData("<IDS|MSG>", "", """{"msg_id":1,"session":"2","msg_type":"t"}""", "{}", "{}", "{}")]
    public void Frames_that_are_no_message_are_refused(params string[] frames)
    {
        Assert.Throws<MessageFormatException>(() => new MessageFormat("").ReadFrames(Encode(frames)));
    }

    private static IEnumerable<byte[]> Encode(params string[] frames) => frames.Select(Encoding.UTF8.GetBytes);
}
