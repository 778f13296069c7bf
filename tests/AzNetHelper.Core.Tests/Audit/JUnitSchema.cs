namespace AzNetHelper.Tests.Audit;

/// <summary>What readers of JUnit XML expect of one document with a suite in it, in the strict form: every attribute, in this order.</summary>
internal static class JUnitSchema
{
    public const string Text = """
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
          <xs:element name="testsuites">
            <xs:complexType>
              <xs:sequence><xs:element name="testsuite" type="suite" maxOccurs="unbounded"/></xs:sequence>
            </xs:complexType>
          </xs:element>
          <xs:complexType name="suite">
            <xs:sequence>
              <xs:element name="properties">
                <xs:complexType>
                  <xs:sequence>
                    <xs:element name="property" minOccurs="0" maxOccurs="unbounded">
                      <xs:complexType>
                        <xs:attribute name="name" type="name" use="required"/>
                        <xs:attribute name="value" type="xs:string" use="required"/>
                      </xs:complexType>
                    </xs:element>
                  </xs:sequence>
                </xs:complexType>
              </xs:element>
              <xs:element name="testcase" minOccurs="0" maxOccurs="unbounded">
                <xs:complexType>
                  <xs:choice minOccurs="0">
                    <xs:element name="skipped">
                      <xs:complexType><xs:attribute name="message" type="xs:string"/></xs:complexType>
                    </xs:element>
                    <xs:element name="failure" type="fault"/>
                    <xs:element name="error" type="fault"/>
                  </xs:choice>
                  <xs:attribute name="name" type="name" use="required"/>
                  <xs:attribute name="classname" type="name" use="required"/>
                  <xs:attribute name="time" type="xs:decimal" use="required"/>
                </xs:complexType>
              </xs:element>
              <xs:element name="system-out" type="xs:string"/>
              <xs:element name="system-err" type="xs:string"/>
            </xs:sequence>
            <xs:attribute name="id" type="xs:int" use="required"/>
            <xs:attribute name="package" type="name" use="required"/>
            <xs:attribute name="name" type="name" use="required"/>
            <xs:attribute name="hostname" type="name" use="required"/>
            <xs:attribute name="timestamp" type="moment" use="required"/>
            <xs:attribute name="tests" type="xs:int" use="required"/>
            <xs:attribute name="failures" type="xs:int" use="required"/>
            <xs:attribute name="errors" type="xs:int" use="required"/>
            <xs:attribute name="skipped" type="xs:int"/>
            <xs:attribute name="time" type="xs:decimal" use="required"/>
          </xs:complexType>
          <xs:complexType name="fault">
            <xs:simpleContent>
              <xs:extension base="xs:string">
                <xs:attribute name="message" type="xs:string"/>
                <xs:attribute name="type" type="xs:string" use="required"/>
              </xs:extension>
            </xs:simpleContent>
          </xs:complexType>
          <xs:simpleType name="name"><xs:restriction base="xs:token"><xs:minLength value="1"/></xs:restriction></xs:simpleType>
          <xs:simpleType name="moment">
            <xs:restriction base="xs:dateTime"><xs:pattern value="\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d"/></xs:restriction>
          </xs:simpleType>
        </xs:schema>
        """;
}
