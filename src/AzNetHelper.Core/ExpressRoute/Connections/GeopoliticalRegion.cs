using System.Collections.Immutable;

namespace AzNetHelper.ExpressRoute;

/// <summary>A geopolitical region: the regions that a Standard circuit of any of its peering locations reaches.</summary>
/// <param name="Name">As Azure's table calls it.</param>
/// <param name="Regions">Azure regions.</param>
/// <param name="Locations">Peering locations.</param>
public sealed record GeopoliticalRegion(string Name, ImmutableArray<string> Regions, ImmutableArray<string> Locations)
{
    /// <summary>
    /// Every row of Azure's table (expressroute-locations-providers, its part expressroute-azure-regions-geopolitical-region of
    /// 2024-04-05). Regions and locations that came later are in none: of those <see cref="CircuitReach"/> knows what follows from
    /// their local regions, and says of the rest that it does not know.
    /// </summary>
    public static ImmutableArray<GeopoliticalRegion> All { get; } =
    [
        new("Australia Government", ["Australia Central", "Australia Central 2"], ["Canberra", "Canberra2"]),
        new("Europe",
            [
                "France Central", "France South", "Germany North", "Germany West Central", "Italy North", "North Europe", "Norway East",
                "Norway West", "Poland Central", "Sweden Central", "Switzerland North", "Switzerland West", "UK West", "UK South",
                "West Europe",
            ],
            [
                "Amsterdam", "Amsterdam2", "Berlin", "Copenhagen", "Dublin", "Dublin2", "Frankfurt", "Frankfurt2", "Geneva", "London",
                "London2", "Madrid", "Madrid2", "Marseille", "Milan", "Milan2", "Munich", "Newport(Wales)", "Oslo", "Paris", "Paris2",
                "Stavanger", "Stockholm", "Warsaw", "Zurich", "Zurich2",
            ]),
        new("North America",
            [
                "East US", "West US", "East US 2", "West US 2", "West US 3", "Central US", "South Central US", "North Central US",
                "West Central US", "Canada Central", "Canada East",
            ],
            [
                "Atlanta", "Chicago", "Chicago2", "Dallas", "Denver", "Las Vegas", "Los Angeles", "Los Angeles2", "Miami", "Minneapolis",
                "Montreal", "New York", "Phoenix", "Quebec City", "Queretaro(Mexico)", "Quincy", "San Antonio", "Seattle",
                "Silicon Valley", "Silicon Valley2", "Toronto", "Toronto2", "Vancouver", "Washington DC", "Washington DC2",
            ]),
        new("Asia", ["East Asia", "Southeast Asia"],
            ["Bangkok", "Hong Kong", "Hong Kong2", "Jakarta", "Kuala Lumpur", "Singapore", "Singapore2", "Taipei"]),
        new("India", ["West India", "Central India", "South India"], ["Chennai", "Chennai2", "Mumbai", "Mumbai2", "Pune"]),
        new("Israel", ["Israel Central"], ["Tel Aviv", "Tel Aviv2"]),
        new("Japan", ["Japan West", "Japan East"], ["Osaka", "Tokyo", "Tokyo2", "Tokyo3"]),
        new("Oceania", ["Australia East", "Australia Southeast"], ["Auckland", "Melbourne", "Perth", "Sydney", "Sydney2"]),
        new("South Korea", ["Korea Central", "Korea South"], ["Busan", "Seoul", "Seoul2"]),
        new("UAE", ["UAE Central", "UAE North"], ["Abu Dhabi", "Dubai", "Dubai2"]),
        new("South Africa", ["South Africa West", "South Africa North"], ["Cape Town", "Johannesburg"]),
        new("South America", ["Brazil South"], ["Campinas", "Rio de Janeiro", "Sao Paulo", "Sao Paulo2", "Santiago"]),
        new("Qatar", ["Qatar Central"], ["Doha", "Doha2"]),
        new("US Government cloud",
            ["US Gov Arizona", "US Gov Iowa", "US Gov Texas", "US Gov Virginia", "US DoD Central", "US DoD East"],
            ["Atlanta", "Chicago", "Dallas", "New York", "Phoenix", "San Antonio", "Seattle", "Silicon Valley", "Washington DC"]),
        new("China East", ["China East", "China East 2"], ["Shanghai", "Shanghai2"]),
        new("China North", ["China North", "China North 2", "China North 3"], ["Beijing", "Beijing2"]),
    ];
}

/// <summary>What a peering location has near: the regions that a Local circuit of it reaches.</summary>
/// <param name="Location">The peering location.</param>
/// <param name="Regions">The regions; empty where there is no Local.</param>
public sealed record LocalRegions(string Location, params ImmutableArray<string> Regions)
{
    /// <summary>Every row of the tables of locations in the public cloud (expressroute-locations-providers of 2026-04-28, "Local Azure regions").</summary>
    public static ImmutableArray<LocalRegions> All { get; } =
    [
        new("Abu Dhabi", "UAE Central"), new("Amsterdam", "West Europe"), new("Amsterdam2", "West Europe"), new("Atlanta"), new("Atlanta2"),
        new("Auckland", "New Zealand North"), new("Bangkok"), new("Berlin", "Germany North"), new("Brussels"), new("Brussels2"),
        new("Busan", "Korea South"), new("Campinas", "Brazil South"), new("Canberra", "Australia Central"),
        new("Canberra2", "Australia Central 2"), new("Cape Town", "South Africa West"), new("Chennai", "South India"),
        new("Chennai2", "South India"), new("Chicago", "North Central US"), new("Chicago2", "North Central US"), new("Copenhagen"),
        new("Dallas"), new("Dallas2"), new("Denver", "West Central US"), new("Doha", "Qatar Central"), new("Doha2", "Qatar Central"),
        new("Dubai", "UAE North"), new("Dubai2", "UAE North"), new("Dublin", "North Europe"), new("Dublin2", "North Europe"),
        new("Frankfurt", "Germany West Central"), new("Frankfurt2", "Germany West Central"), new("Geneva", "Switzerland West"),
        new("Hong Kong", "East Asia"), new("Hong Kong2", "East Asia"), new("Jakarta", "Indonesia Central"),
        new("Jakarta2", "Indonesia Central"), new("Johannesburg", "South Africa North"), new("Kuala Lumpur", "Malaysia West"),
        new("Kuala Lumpur2", "Malaysia West"), new("Las Vegas"), new("London", "UK South"), new("London2", "UK South"),
        new("Los Angeles"), new("Los Angeles2"), new("Madrid", "Spain Central"), new("Madrid2", "Spain Central"),
        new("Marseille", "France South"), new("Melbourne", "Australia Southeast"), new("Melbourne2", "Australia Southeast"),
        new("Miami"), new("Milan", "Italy North"), new("Milan2", "Italy North"), new("Minneapolis"), new("Montreal"),
        new("Mumbai", "West India"), new("Mumbai2", "West India"), new("Munich"), new("New York"), new("Newport(Wales)", "UK West"),
        new("Osaka", "Japan West"), new("Oslo", "Norway East"), new("Paris", "France Central"), new("Paris2", "France Central"),
        new("Perth"), new("Phoenix", "West US 3"), new("Phoenix2", "West US 3"), new("Portland", "West US 2"),
        new("Pune", "Central India"), new("Quebec City", "Canada East"), new("Queretaro (Mexico)", "Mexico Central"),
        new("Quincy", "West US 2"), new("Rio de Janeiro", "Brazil Southeast"), new("San Antonio", "South Central US"), new("Santiago"),
        new("Sao Paulo", "Brazil South"), new("Sao Paulo2", "Brazil South"), new("Seattle", "West US 2"), new("Seoul", "Korea Central"),
        new("Seoul2", "Korea Central"), new("Silicon Valley", "West US"), new("Silicon Valley2", "West US"),
        new("Singapore", "Southeast Asia"), new("Singapore2", "Southeast Asia"), new("Stavanger", "Norway West"),
        new("Stockholm", "Sweden Central"), new("Stockholm2", "Sweden Central"), new("Sydney", "Australia East"),
        new("Sydney2", "Australia East"), new("Taipei", "Taiwan North"), new("Taipei2", "Taiwan North"), new("Tel Aviv", "Israel Central"),
        new("Tel Aviv2", "Israel Central"), new("Tokyo", "Japan East"), new("Tokyo2", "Japan East"), new("Tokyo3", "Japan East"),
        new("Toronto", "Canada Central"), new("Toronto2", "Canada Central"), new("Vancouver"), new("Vienna"), new("Vienna2"),
        new("Warsaw", "Poland Central"), new("Washington DC", "East US", "East US 2"), new("Washington DC2", "East US", "East US 2"),
        new("Zurich", "Switzerland North"), new("Zurich2", "Switzerland North"),
    ];

    /// <summary>The same of the US Government cloud (the same page).</summary>
    public static ImmutableArray<LocalRegions> OfUSGovernment { get; } =
    [
        new("Atlanta"), new("Chicago"), new("Dallas"), new("New York"), new("Phoenix", "US Gov Arizona"),
        new("San Antonio", "US Gov Texas"), new("Silicon Valley"), new("Seattle"), new("Washington DC", "US DoD East", "US Gov Virginia"),
    ];

    /// <summary>The same of China (the same page).</summary>
    public static ImmutableArray<LocalRegions> OfChina { get; } = [new("Beijing"), new("Beijing2"), new("Shanghai"), new("Shanghai2")];
}
