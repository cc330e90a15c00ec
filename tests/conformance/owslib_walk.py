"""OWSLib walks the service. Usage: owslib_walk.py ADDRESS"""
import sys

from owslib.ogcapi.features import Features


def main():
    service = Features(sys.argv[1])
    assert service.api()["openapi"].startswith("3.0"), "the API definition"
    assert len(service.conformance()["conformsTo"]) > 30, "conformance"
    names = service.feature_collections()
    assert names == ["areas", "proyectos", "proyectos_sin_lugar", "actores"], names
    for name in names:
        about = service.collection(name)
        assert about["id"] == name and about["links"], about
        queryables = service.collection_queryables(name)["properties"]
        assert "codigo" in queryables, queryables
        page = service.collection_items(name, limit=3)
        assert page["numberReturned"] == len(page["features"]) == 3, page
        code = page["features"][0]["id"]
        assert service.collection_item(name, code)["id"] == code
        chosen = service.collection_items(name, limit=3, filter=f"codigo = '{code}'")
        assert [f["id"] for f in chosen["features"]] == [code], chosen
    boxed = service.collection_items("areas", bbox=[-75.6, 10.3, -75.4, 10.5], limit=1)
    assert 0 < boxed["numberMatched"] <= service.collection_items("areas", limit=1)["numberMatched"]
    print("OWSLib: clean")


if __name__ == "__main__":
    main()
