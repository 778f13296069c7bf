using System.Text;
using AzNetHelper.Arm;
using AzNetHelper.Azure;

namespace AzNetHelper.Tests;

public sealed class IdentityTests
{
    [Theory]
    [InlineData("""{"oid":"o1","upn":"anna@contoso.example","appid":"a1"}""", "'anna@contoso.example' (object id o1)")]
    [InlineData("""{"oid":"o1","unique_name":"live.com#bo@contoso.example"}""", "'live.com#bo@contoso.example' (object id o1)")]
    [InlineData("""{"oid":"o2","app_displayname":"deploy","appid":"a1"}""", "'deploy' (object id o2)")]
    [InlineData("""{"oid":"o2","appid":"a1"}""", "'a1' (object id o2)")]
    [InlineData("""{"oid":"o3"}""", "'o3' (object id o3)")]
    [InlineData("""{"azp":"a4"}""", "'a4'")]
    [InlineData("""{"name":"ÿ~ü??>>","upn":"ÿ~ü??>>"}""", "'ÿ~ü??>>'")]
    [InlineData("""{"aud":"x"}""", null)]
    [InlineData("""["oid"]""", null)]
    [InlineData("not json", null)]
    public void A_token_names_who_it_was_given_to(string claims, string? who) =>
        Assert.Equal(who, TokenIdentity.Read($"e30.{Encode(claims)}.sig")?.ToString());

    [Theory]
    [InlineData("")]
    [InlineData("the-token")]
    [InlineData("a.b")]
    [InlineData("a.%%%.c")]
    [InlineData("a.b.c.d")]
    public void A_token_of_another_kind_names_nobody(string token) => Assert.Null(TokenIdentity.Read(token));

    [Fact]
    public async Task A_connection_says_who_asks()
    {
        var connection = Arms.Connection(new HttpClientHandler(), TimeProvider.System) with
        {
            AccessToken = Arms.Secret($"e30.{Encode("""{"oid":"o1","upn":"anna@contoso.example"}""")}.sig"),
        };
        var arm = new AzureArmConnector().Connect(connection).For(new ArmCaller());

        Assert.Equal(new ArmIdentity("anna@contoso.example", "o1"), await arm.WhoAsync(Arms.Stop));
    }

    private static string Encode(string claims) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(claims)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
