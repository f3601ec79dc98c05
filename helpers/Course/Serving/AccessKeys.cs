using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace Course.Serving;

/// <summary>
/// The secrets that open the page: whoever has one may run code as the user who started it. Made anew at each start, and never
/// stored. Safe to use from any thread.
/// </summary>
internal sealed class AccessKeys
{
    private readonly ConcurrentDictionary<string, bool> _tickets = new();

    /// <summary>The token of the link that is printed. It stays good, so that the link opens as often as it is used.</summary>
    public string Token { get; } = NewSecret();

    /// <summary>What a browser shows in its cookie once it has come by a link.</summary>
    public string Cookie { get; } = NewSecret();

    /// <summary>
    /// A token that is good once: for a link that is passed to another program, whose arguments other users of the machine can
    /// read.
    /// </summary>
    public string IssueTicket()
    {
        var ticket = NewSecret();
        _tickets[ticket] = true;
        return ticket;
    }

    /// <summary>Whether a link's token is good. A ticket is used up by that.</summary>
    public bool Accepts(string token) => AreSame(token, Token) || _tickets.TryRemove(token, out _);

    /// <summary>Whether a cookie is this server's.</summary>
    public bool Knows(string cookie) => AreSame(cookie, Cookie);

    private static string NewSecret() => Base64UrlTextEncoder.Encode(RandomNumberGenerator.GetBytes(32));

    private static bool AreSame(string given, string secret) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(secret));
}
